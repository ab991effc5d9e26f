package io.shiplog.proxy.rules;

import java.util.regex.Pattern;

/** IPv4 addresses as text. What objects say is checked by it before it reaches the kernel or a name's answer. */
public final class Ipv4 {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern ADDRESS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private Ipv4() {}

    /** Whether {@code text} is four decimal numbers from 0 to 255, and nothing else. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
