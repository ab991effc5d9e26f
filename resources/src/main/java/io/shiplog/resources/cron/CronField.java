package io.shiplog.resources.cron;

import java.util.List;
import java.util.Locale;

/**
 * The values of one field of a schedule (robfig/cron v3.0.1's {@code getField}).
 *
 * @param values bit n is set when n matches
 * @param star whether it says nothing of its own: {@code *} or {@code ?} with no step larger than 1
 */
public record CronField(long values, boolean star) {
    static final Bounds MINUTE = new Bounds(0, 59, List.of());
    static final Bounds HOUR = new Bounds(0, 23, List.of());
    static final Bounds DAY_OF_MONTH = new Bounds(1, 31, List.of());
    static final Bounds MONTH = new Bounds(
            1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
    static final Bounds DAY_OF_WEEK = new Bounds(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    /** Whether the field matches this value of the clock. */
    boolean has(int value) {
        return (values & 1L << value) != 0;
    }

    /**
     * What a field may say.
     *
     * @param names of the values from {@code min} on; empty where values have no names
     */
    record Bounds(int min, int max, List<String> names) {
        Bounds {
            names = List.copyOf(names);
        }

        CronField read(String field) {
            long values = 0;
            boolean star = false;
            for (String part : field.split(",", 0)) {
                if (!part.isEmpty()) {
                    CronField range = range(part);
                    values |= range.values();
                    star |= range.star();
                }
            }
            return new CronField(values, star);
        }

        private CronField range(String text) {
            String[] stepped = text.split("/", -1);
            String[] ends = stepped[0].split("-", -1);
            boolean all = ends[0].equals("*") || ends[0].equals("?");
            int start = all ? min : value(ends[0]);
            int end = all ? max : start;
            if (!all && ends.length > 1) {
                if (ends.length > 2) {
                    throw new CronSyntaxException("too many hyphens: " + text);
                }
                end = value(ends[1]);
            }
            int step = 1;
            if (stepped.length > 2) {
                throw new CronSyntaxException("too many slashes: " + text);
            } else if (stepped.length == 2) {
                step = number(stepped[1]);
                if (ends.length == 1) {
                    end = max;
                }
            }
            check(text, start, end, step);
            long values = 0;
            for (int value = start; value <= end; value += step) {
                values |= 1L << value;
            }
            return new CronField(values, all && step == 1);
        }

        private void check(String text, int start, int end, int step) {
            if (start < min) {
                throw new CronSyntaxException(
                        "beginning of range (" + start + ") below minimum (" + min + "): " + text);
            }
            if (end > max) {
                throw new CronSyntaxException("end of range (" + end + ") above maximum (" + max + "): " + text);
            }
            if (start > end) {
                throw new CronSyntaxException(
                        "beginning of range (" + start + ") beyond end of range (" + end + "): " + text);
            }
            if (step == 0) {
                throw new CronSyntaxException("step of range should be a positive number: " + text);
            }
        }

        private int value(String text) {
            int named = names.indexOf(text.toLowerCase(Locale.ROOT));
            return named >= 0 ? min + named : number(text);
        }

        private static int number(String text) {
            if (text.matches("-[0-9]{1,9}") && Integer.parseInt(text) < 0) {
                throw new CronSyntaxException("negative number (" + Integer.parseInt(text) + ") not allowed: " + text);
            }
            if (!text.matches("[-+]?[0-9]{1,9}")) {
                throw new CronSyntaxException("failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text
                        + "\": invalid syntax");
            }
            return Integer.parseInt(text);
        }
    }
}
