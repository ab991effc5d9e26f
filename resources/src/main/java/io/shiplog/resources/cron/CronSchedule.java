package io.shiplog.resources.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schedule in cron's standard form: minute, hour, day of month, month, day of week; or a descriptor such as
 * {@code @daily} or {@code @every 90s} (robfig/cron v3.0.1's {@code ParseStandard}, which Kubernetes v1.34 uses).
 */
public sealed interface CronSchedule {

    /**
     * The first moment after {@code after} at which it is due, always a whole second.
     *
     * @param zone whose clock its fields are read on: an hour that the clock skips is skipped, one that it shows twice
     *     is due twice
     * @return null when there is none within five years
     */
    @Nullable
    Instant next(Instant after, ZoneId zone);

    /** Due whenever so much time has passed. */
    record Every(Duration distance) implements CronSchedule {
        @Override
        public Instant next(Instant after, ZoneId zone) {
            return after.truncatedTo(ChronoUnit.SECONDS).plus(distance);
        }
    }

    /** Due at the minutes at which all of its fields match. Where neither kind of day is a star, one of them has to. */
    record Fields(CronField minute, CronField hour, CronField dayOfMonth, CronField month, CronField dayOfWeek)
            implements CronSchedule {
        private static final int YEARS = 5;

        @Override
        public @Nullable Instant next(Instant after, ZoneId zone) {
            ZonedDateTime time =
                    after.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60).atZone(zone);
            int lastYear = time.getYear() + YEARS;
            while (time.getYear() <= lastYear) {
                if (!month.has(time.getMonthValue())) {
                    time = time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
                } else if (!isDay(time.toLocalDate())) {
                    time = time.toLocalDate().plusDays(1).atStartOfDay(zone);
                } else if (!hour.has(time.getHour())) {
                    // Real time passes here, not the clock's: so a repeated hour is seen twice, a skipped one never.
                    time = time.plus(Duration.ofMinutes(60L - time.getMinute()));
                } else if (!minute.has(time.getMinute())) {
                    time = time.plus(Duration.ofMinutes(1));
                } else {
                    return time.toInstant();
                }
            }
            return null;
        }

        private boolean isDay(LocalDate date) {
            boolean ofMonth = dayOfMonth.has(date.getDayOfMonth());
            boolean ofWeek = dayOfWeek.has(date.getDayOfWeek().getValue() % 7);
            return dayOfMonth.star() || dayOfWeek.star() ? ofMonth && ofWeek : ofMonth || ofWeek;
        }
    }

    /** The descriptors that stand for fields. */
    Map<String, String> DESCRIPTORS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    /**
     * Reads a schedule.
     *
     * @throws CronSyntaxException when it is none, in robfig/cron's words
     */
    static CronSchedule parse(String text) {
        if (text.isEmpty()) {
            throw new CronSyntaxException("empty spec string");
        }
        if (text.startsWith("@")) {
            return descriptor(text);
        }
        List<String> fields = text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
        if (fields.size() != 5) {
            throw new CronSyntaxException(
                    "expected exactly 5 fields, found " + fields.size() + ": [" + String.join(" ", fields) + "]");
        }
        return new Fields(
                CronField.MINUTE.read(fields.get(0)),
                CronField.HOUR.read(fields.get(1)),
                CronField.DAY_OF_MONTH.read(fields.get(2)),
                CronField.MONTH.read(fields.get(3)),
                CronField.DAY_OF_WEEK.read(fields.get(4)));
    }

    private static CronSchedule descriptor(String text) {
        String fields = DESCRIPTORS.get(text);
        if (fields != null) {
            return parse(fields);
        }
        String every = "@every ";
        if (!text.startsWith(every)) {
            throw new CronSyntaxException("unrecognized descriptor: " + text);
        }
        Duration distance = GoDuration.parse(text.substring(every.length()));
        if (distance == null) {
            throw new CronSyntaxException("failed to parse duration " + text + ": time: invalid duration \""
                    + text.substring(every.length()) + "\"");
        }
        Duration seconds = distance.truncatedTo(ChronoUnit.SECONDS);
        return new Every(seconds.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : seconds);
    }
}
