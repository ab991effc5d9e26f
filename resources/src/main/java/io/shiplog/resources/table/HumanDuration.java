package io.shiplog.resources.table;

import java.time.Duration;

/** Durations as people read them: the two largest units while they matter, as apimachinery's duration.HumanDuration. */
public final class HumanDuration {
    private static final long DAY_HOURS = 24;
    private static final long YEAR_DAYS = 365;

    private HumanDuration() {}

    /** {@code 59s}, {@code 5m2s}, {@code 3h}, {@code 2d5h}, {@code 400d}, {@code 3y}; a second ago counts as now. */
    public static String of(Duration duration) {
        // Go truncates towards zero, Duration.toSeconds towards the past.
        long seconds = duration.isNegative() ? -duration.negated().toSeconds() : duration.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 120) {
            return Math.max(0, seconds) + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 2 * DAY_HOURS) {
            return hours + "h";
        }
        long days = hours / DAY_HOURS;
        if (days < 8) {
            return two(days, "d", hours % DAY_HOURS, "h");
        }
        if (days < 2 * YEAR_DAYS) {
            return days + "d";
        }
        long years = days / YEAR_DAYS;
        return years < 8 ? two(years, "y", days % YEAR_DAYS, "d") : years + "y";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
