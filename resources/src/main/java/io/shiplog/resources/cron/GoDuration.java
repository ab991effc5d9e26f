package io.shiplog.resources.cron;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A duration as Go writes it: {@code 1h30m}, {@code 1.5s}, {@code 300ms} (Go's {@code time.ParseDuration}). */
final class GoDuration {
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private static final String PART = "([0-9]{1,12}(?:\\.[0-9]{0,12})?|\\.[0-9]{1,12})(ns|us|µs|ms|s|m|h)";
    private static final Pattern ONE = Pattern.compile(PART);
    private static final Pattern WHOLE = Pattern.compile("[-+]?(?:" + PART + ")+");

    /** Go's durations are 64 bits of nanoseconds. */
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /** The duration, null when the text is none. */
    static @Nullable Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.length() > 200 || !WHOLE.matcher(text).matches()) {
            return null;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = ONE.matcher(text);
        while (part.find()) {
            BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L));
            nanos = nanos.add(new BigDecimal("0" + part.group(1)).multiply(unit));
        }
        if (nanos.compareTo(MOST) > 0) {
            return null;
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return text.startsWith("-") ? duration.negated() : duration;
    }
}
