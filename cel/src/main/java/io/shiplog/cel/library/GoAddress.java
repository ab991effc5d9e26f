package io.shiplog.cel.library;

import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.resources.json.GoText;
import io.shiplog.resources.names.IpSyntax;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** An IP address: four bytes, or sixteen that stand for no four. */
final class GoAddress implements TypeValue.Named, CallCosts.Sized {
    private final byte[] bytes;

    GoAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    static GoAddress parse(String text) {
        String shown = GoText.quoted(text);
        if (text.indexOf('%') > 0 && IpSyntax.isV6(text.substring(0, text.indexOf('%')))) {
            throw new EvaluationException("IP address " + shown + " with zone value is not allowed");
        }
        if (!isAddress(text)) {
            throw new EvaluationException("IP Address " + shown
                    + " parse error during conversion from string: ParseAddr(" + shown + "): " + why(text));
        }
        byte[] bytes = bytes(text);
        if (text.indexOf(':') >= 0 && bytes.length == 4) {
            throw new EvaluationException("IPv4-mapped IPv6 address " + shown + " is not allowed");
        }
        return new GoAddress(bytes);
    }

    static boolean isAddress(String text) {
        return text.indexOf(':') >= 0
                ? IpSyntax.isV6(text)
                : text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")
                        && Arrays.stream(text.split("\\.")).allMatch(part -> Integer.parseInt(part) < 256);
    }

    private static String why(String text) {
        return text.indexOf('.') < 0 && text.indexOf(':') < 0
                ? "unable to parse IP"
                : text.indexOf(':') >= 0 ? "each colon-separated field must have at least one digit" : v4(text);
    }

    private static String v4(String text) {
        String[] parts = text.split("\\.", -1);
        for (String part : parts) {
            if (part.matches("0[0-9]+")) {
                return "IPv4 field has octet with leading zero";
            }
            if (part.matches("[0-9]{3,}") && (part.length() > 3 || Integer.parseInt(part) > 255)) {
                return "IPv4 field has value >255";
            }
        }
        return parts.length < 4
                ? "IPv4 address too short"
                : parts.length > 4 ? "IPv4 address too long" : "unexpected character";
    }

    /** Only literals are given, so nothing is looked up. */
    static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException impossible) {
            throw new EvaluationException(String.valueOf(impossible.getMessage()));
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    long family() {
        return bytes.length == 4 ? 4 : 6;
    }

    int bits() {
        return bytes.length * 8;
    }

    boolean isUnspecified() {
        return address().isAnyLocalAddress();
    }

    boolean isLoopback() {
        return address().isLoopbackAddress();
    }

    boolean isLinkLocalMulticast() {
        return bytes.length == 4
                ? (bytes[0] & 0xff) == 224 && bytes[1] == 0 && bytes[2] == 0
                : (bytes[0] & 0xff) == 0xff && (bytes[1] & 0x0f) == 2;
    }

    boolean isLinkLocalUnicast() {
        return address().isLinkLocalAddress();
    }

    boolean isGlobalUnicast() {
        boolean broadcast = bytes.length == 4 && Arrays.equals(bytes, new byte[] {-1, -1, -1, -1});
        return !broadcast
                && !isUnspecified()
                && !isLoopback()
                && !address().isMulticastAddress()
                && !isLinkLocalUnicast();
    }

    private InetAddress address() {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new EvaluationException(String.valueOf(impossible.getMessage()));
        }
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public String typeName() {
        return LibraryTypes.IP.name();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GoAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In RFC 5952's form. */
    @Override
    public String toString() {
        if (bytes.length == 4) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        int[] fields = new int[8];
        for (int i = 0; i < 8; i++) {
            fields[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int from = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int j = i;
            while (j < 8 && fields[j] == 0) {
                j++;
            }
            if (j - i > longest) {
                from = i;
                longest = j - i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                out.append("::");
                i += longest - 1;
            } else {
                out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(fields[i]));
            }
        }
        return out.toString();
    }
}
