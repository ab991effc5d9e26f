package io.shiplog.cel.value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and durations as Go reads and prints them ({@code time}). */
public final class GoTime {
    private static final Pattern TIME = Pattern.compile(
            "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern DURATION = Pattern.compile("([0-9]*\\.?[0-9]*)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "µs",
            1_000L,
            "μs",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);
    private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);

    private GoTime() {}

    /** A time from RFC 3339, null when it is none. */
    public static @Nullable OffsetDateTime parse(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            return OffsetDateTime.of(
                    number(parts, 1),
                    number(parts, 2),
                    number(parts, 3),
                    number(parts, 4),
                    number(parts, 5),
                    number(parts, 6),
                    nanos(parts.group(7)),
                    ZoneOffset.of(parts.group(8)));
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /** A time in RFC 3339 with as much of a fraction as it has. */
    public static String text(OffsetDateTime time) {
        String fraction = "";
        if (time.getNano() != 0) {
            fraction = "." + String.format("%09d", time.getNano()).replaceFirst("0+$", "");
        }
        return String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d%s%s",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                fraction,
                time.getOffset());
    }

    /** A duration such as {@code 1h30m}, null when it is none or too long. */
    public static @Nullable Duration duration(String text) {
        boolean negative = text.startsWith("-");
        String bare = negative || text.startsWith("+") ? text.substring(1) : text;
        if (bare.equals("0")) {
            return Duration.ZERO;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = DURATION.matcher(bare);
        int at = 0;
        while (at < bare.length()) {
            if (!part.find(at)
                    || part.start() != at
                    || part.group(1).isEmpty()
                    || part.group(1).equals(".")) {
                return null;
            }
            String number = part.group(1).startsWith(".") ? "0" + part.group(1) : part.group(1);
            BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 1L));
            nanos = nanos.add(new BigDecimal(number.endsWith(".") ? number + "0" : number).multiply(unit));
            at = part.end();
        }
        if (at == 0 || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return null;
        }
        return Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue());
    }

    /** A duration in seconds, such as {@code 5400s}. */
    public static String text(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano()).divide(SECOND));
        return GoFloat.plain(seconds.doubleValue()) + "s";
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }
}
