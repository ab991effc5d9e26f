package io.shiplog.resources.structural;

import com.google.re2j.Pattern;
import io.shiplog.resources.names.IpSyntax;
import io.shiplog.resources.names.Names;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The formats of strings that schemas can name and that are checked (kube-openapi's {@code strfmt}, as
 * apiextensions-apiserver v1.34 lets it); dashes in their names do not count. Others check nothing.
 */
public final class Formats {
    private static final String HEX = "[0-9a-fA-F]";
    private static final Pattern TIME =
            Pattern.compile("^([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$");
    private static final Pattern DURATION =
            Pattern.compile("(?i)^[+-]?([0-9.]+(ns|us|µs|μs|ms|s|m|h))+$|^[+-]?0$|[0-9]+\\s*"
                    + "(ns|nano|us|µs|micro|ms|milli|s|sec|m|min|h|hr|hour|d|day|w|wk|week)");
    private static final Pattern HOST = Pattern.compile(
            "^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}"
                    + "\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$");

    private static final Map<String, Predicate<String>> CHECKS = Map.ofEntries(
            Map.entry("date", Formats::isDate),
            Map.entry("datetime", Formats::isDateTime),
            Map.entry("duration", matches(DURATION)),
            Map.entry("ipv4", Formats::isV4),
            Map.entry("ipv6", IpSyntax::isV6),
            Map.entry("cidr", Formats::isRange),
            Map.entry(
                    "mac",
                    matches("^([0-9a-fA-F]{2}[:-]){5}([0-9a-fA-F]{2}[:-][0-9a-fA-F]{2}[:-])?"
                            + "([0-9a-fA-F]{2})$|^([0-9a-fA-F]{4}\\.){2}([0-9a-fA-F]{4}\\.)?[0-9a-fA-F]{4}$")),
            Map.entry("uuid", uuid("[0-9a-f]{4}", "[0-9a-f]{4}")),
            Map.entry("uuid3", uuid("3[0-9a-f]{3}", "[0-9a-f]{4}")),
            Map.entry("uuid4", uuid("4[0-9a-f]{3}", "[89ab][0-9a-f]{3}")),
            Map.entry("uuid5", uuid("5[0-9a-f]{3}", "[89ab][0-9a-f]{3}")),
            Map.entry("uri", matches("^([a-zA-Z][a-zA-Z0-9+.-]*:\\S+|/\\S*)$")),
            Map.entry("email", matches("^([^<>@]*<)?[^\\s@<>()]+@[^\\s@<>()]+>?$")),
            Map.entry(
                    "hostname",
                    text -> text.length() <= 255 && HOST.matcher(text).find()),
            Map.entry(
                    "byte",
                    matches("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|" + "[A-Za-z0-9+/]{4})$")),
            Map.entry("hexcolor", matches("^#?(" + HEX + "{3}|" + HEX + "{6})$")),
            Map.entry("rgbcolor", matches("^rgb\\(\\s*[0-9]{1,3}%?\\s*,\\s*[0-9]{1,3}%?\\s*,\\s*[0-9]{1,3}%?\\s*\\)$")),
            Map.entry("bsonobjectid", matches("^" + HEX + "{24}$")),
            Map.entry("ssn", matches("^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}$")),
            Map.entry("k8sshortname", text -> Names.dns1123Label(text).isEmpty()),
            Map.entry("k8slongname", text -> Names.dns1123Subdomain(text).isEmpty()));

    /** Known names whose values are taken as they are. */
    private static final Set<String> UNCHECKED = Set.of("password", "isbn", "isbn10", "isbn13", "creditcard");

    private Formats() {}

    /** Whether strings of this format are looked at. */
    static boolean isChecked(String format) {
        return CHECKS.containsKey(bare(format));
    }

    /** Whether a format is one that a schema of strings can name. */
    public static boolean isKnown(String format) {
        return isChecked(format) || UNCHECKED.contains(bare(format));
    }

    /** Whether a text has the format, which is checked. */
    public static boolean fits(String format, String text) {
        return CHECKS.getOrDefault(bare(format), any -> true).test(text);
    }

    private static String bare(String format) {
        return format.replace("-", "");
    }

    private static Predicate<String> matches(String pattern) {
        return matches(Pattern.compile(pattern));
    }

    private static Predicate<String> matches(Pattern pattern) {
        return text -> pattern.matcher(text).find();
    }

    private static Predicate<String> uuid(String third, String fourth) {
        return matches("(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?" + third + "-?" + fourth + "-?[0-9a-f]{12}$");
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException noDate) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        int t = lower.indexOf('t');
        return t > 0
                && isDate(lower.substring(0, t))
                && TIME.matcher(lower.substring(t + 1)).find();
    }

    /** Leading zeros pass. */
    private static boolean isV4(String text) {
        return IpSyntax.isV4(text.replaceAll("(^|\\.)0+([0-9])", "$1$2"));
    }

    private static boolean isRange(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            return false;
        }
        String address = text.substring(0, slash);
        int bits = Integer.parseInt(text.substring(slash + 1));
        return isV4(address) && bits <= 32 || IpSyntax.isV6(address) && bits <= 128;
    }
}
