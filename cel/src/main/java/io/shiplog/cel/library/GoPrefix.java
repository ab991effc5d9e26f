package io.shiplog.cel.library;

import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.resources.json.GoText;

/**
 * A network: an address and how many of its bits count.
 *
 * @param address may have bits beyond those
 */
record GoPrefix(GoAddress address, int length) implements TypeValue.Named, CallCosts.Sized {
    static GoPrefix parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw wrong(text, "no '/'");
        }
        String host = text.substring(0, slash);
        String bits = text.substring(slash + 1);
        if (!GoAddress.isAddress(host)) {
            throw wrong(
                    text,
                    host.indexOf('%') >= 0
                            ? "IPv6 zones cannot be present in a prefix"
                            : "ParseAddr(" + GoText.quoted(host) + "): unable to parse IP");
        }
        byte[] bytes = GoAddress.bytes(host);
        if (host.indexOf(':') >= 0 && bytes.length == 4) {
            throw new EvaluationException("IPv4-mapped IPv6 address " + GoText.quoted(text) + " is not allowed");
        }
        if (!bits.matches("0|[1-9][0-9]{0,2}")) {
            throw wrong(text, "bad bits after slash: " + GoText.quoted(bits));
        }
        int length = Integer.parseInt(bits);
        if (length > bytes.length * 8) {
            throw wrong(text, "prefix length out of range");
        }
        return new GoPrefix(new GoAddress(bytes), length);
    }

    private static EvaluationException wrong(String text, String why) {
        return new EvaluationException(
                "network address parse error during conversion from string: network address parse"
                        + " error during conversion from string: netip.ParsePrefix(" + GoText.quoted(text) + "): "
                        + why);
    }

    GoPrefix masked() {
        byte[] bytes = address.bytes();
        for (int bit = length; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new GoPrefix(new GoAddress(bytes), length);
    }

    boolean contains(GoAddress other) {
        return other.bits() == address.bits()
                && new GoPrefix(other, length).masked().address().equals(masked().address());
    }

    boolean contains(GoPrefix other) {
        return length <= other.length && contains(other.address);
    }

    @Override
    public long size() {
        return (length + 7) / 8;
    }

    @Override
    public String typeName() {
        return LibraryTypes.CIDR.name();
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
