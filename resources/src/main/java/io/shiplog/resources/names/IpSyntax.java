package io.shiplog.resources.names;

import java.util.regex.Pattern;

/** What an IP address looks like. Only the text is looked at: nothing is resolved. */
public final class IpSyntax {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

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
