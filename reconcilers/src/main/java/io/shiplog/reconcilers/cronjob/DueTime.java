package io.shiplog.reconcilers.cronjob;

import io.shiplog.resources.cron.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The newest time at which a CronJob was due and nothing was started ({@code mostRecentScheduleTime}, v1.34). */
sealed interface DueTime {

    /** Nothing is due. */
    record None() implements DueTime {}

    /** Due since {@code time}; {@code many}: it was due more than a hundred times meanwhile, roughly. */
    record Missed(Instant time, boolean many) implements DueTime {}

    /** It is never due. */
    record Never() implements DueTime {}

    int MANY = 100;

    /** @param last when something was started last, or the CronJob was made */
    static DueTime of(CronSchedule schedule, ZoneId zone, Instant last, Instant now) {
        Instant first = schedule.next(last, zone);
        if (first == null) {
            return new Never();
        }
        if (first.isAfter(now)) {
            return new None();
        }
        Instant second = schedule.next(first, zone);
        if (second == null || second.isAfter(now)) {
            return new Missed(first, false);
        }
        Duration distance = Duration.between(first, second);
        long missed = Duration.between(first, now).dividedBy(distance) + 1;
        // Back by two of them: what is due at unequal distances is looked for from a little before.
        Instant newest = newest(schedule, zone, first.plus(distance.multipliedBy(missed - 2)), now);
        return newest == null ? new None() : new Missed(newest, missed > MANY);
    }

    private static @Nullable Instant newest(CronSchedule schedule, ZoneId zone, Instant from, Instant now) {
        Instant newest = null;
        for (Instant time = schedule.next(from, zone);
                time != null && !time.isAfter(now);
                time = schedule.next(time, zone)) {
            newest = time;
        }
        return newest;
    }
}
