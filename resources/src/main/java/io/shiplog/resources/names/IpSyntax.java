package io.shiplog.resources.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an IP address looks like. Only the text is looked at: nothing is resolved. */
public final class IpSyntax {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

    /** What IPv4 addresses begin with in IPv6 (RFC 4291, section 2.5.5.2). */
    private static final List<Integer> MAPPED = List.of(0, 0, 0, 0, 0, 0xffff);

    private IpSyntax() {}

    public static boolean isAddress(String text) {
        return isV4(text) || isV6(text);
    }

    public static boolean isV4(String text) {
        return V4.matcher(text).matches();
    }

    public static boolean isV6(String text) {
        int gap = text.indexOf("::");
        if (!text.contains(":") || gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        if (gap < 0) {
            return groups(text) == 8;
        }
        int before = groups(text.substring(0, gap));
        int after = groups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < 8;
    }

    /**
     * The same text for every spelling of one address: IPv6 as its eight groups, and what is an IPv4 address in IPv6 as
     * that. Empty when it is none.
     */
    public static Optional<String> comparable(String text) {
        if (isV4(text)) {
            return Optional.of(text);
        }
        if (!isV6(text)) {
            return Optional.empty();
        }
        int gap = text.indexOf("::");
        List<Integer> all = new ArrayList<>(values(gap < 0 ? text : text.substring(0, gap)));
        List<Integer> after = gap < 0 ? List.of() : values(text.substring(gap + 2));
        while (all.size() + after.size() < 8) {
            all.add(0);
        }
        all.addAll(after);
        if (all.subList(0, 6).equals(MAPPED)) {
            int high = all.get(6);
            int low = all.get(7);
            return Optional.of((high >> 8) + "." + (high & 255) + "." + (low >> 8) + "." + (low & 255));
        }
        return Optional.of(all.stream().map(Integer::toHexString).collect(Collectors.joining(":")));
    }

    /** The 16-bit groups of what {@link #groups} could count. */
    private static List<Integer> values(String text) {
        var values = new ArrayList<Integer>();
        for (String part : text.isEmpty() ? new String[0] : text.split(":", -1)) {
            if (part.contains(".")) {
                String[] bytes = part.split("\\.", -1);
                values.add(Integer.parseInt(bytes[0]) << 8 | Integer.parseInt(bytes[1]));
                values.add(Integer.parseInt(bytes[2]) << 8 | Integer.parseInt(bytes[3]));
            } else {
                values.add(Integer.parseInt(part, 16));
            }
        }
        return values;
    }

    /** Number of 16-bit groups in {@code text}, which may end in a dotted address; -1 when it has anything else. */
    private static int groups(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && isV4(parts[i])) {
                count += 2;
            } else if (V6_GROUP.matcher(parts[i]).matches()) {
                count++;
            } else {
                return -1;
            }
        }
        return count;
    }
}
