package io.shiplog.reconcilers.cronjob;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.cron.CronSchedule;
import io.shiplog.resources.cron.CronSyntaxException;
import io.shiplog.resources.cron.TimeZones;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A CronJob as its controller reads it, once per version.
 *
 * @param concurrency Allow, Forbid or Replace
 * @param created when the CronJob was made
 * @param history how many Jobs are kept
 */
record CronJobSpec(Timing timing, String concurrency, boolean suspended, Instant created, History history) {
    private static final Decoder<CronJobSpec> DECODER = new Decoder<>(CronJobSpec.class, CronJobSpec::read);

    /**
     * When Jobs are due.
     *
     * @param text the schedule as it was written
     * @param fault why there is none, as the reason and the message of an event; null when there is one
     * @param deadlineSeconds how late a Job may be started; null: whenever
     */
    record Timing(
            String text,
            @Nullable CronSchedule schedule,
            ZoneId zone,
            @Nullable Fault fault,
            @Nullable Long deadlineSeconds) {

        /** When it is due next after {@code after}; null for never. */
        @Nullable
        Instant next(Instant after) {
            return schedule == null ? null : schedule.next(after, zone);
        }
    }

    record Fault(String reason, String message) {}

    /** How many ended Jobs are kept; null: all. */
    record History(@Nullable Integer succeeded, @Nullable Integer failed) {}

    static CronJobSpec of(StoredObject cronJob) {
        return cronJob.facts(DECODER);
    }

    private static CronJobSpec read(byte[] json) {
        JsonNode cronJob = Json.parse(json);
        JsonNode spec = cronJob.path("spec");
        Instant created =
                Times.parse(cronJob.path("metadata").path("creationTimestamp").asString(""));
        return new CronJobSpec(
                timing(spec),
                spec.path("concurrencyPolicy").asString("Allow"),
                spec.path("suspend").asBoolean(false),
                created == null ? Instant.EPOCH : created,
                new History(
                        whole(spec.path("successfulJobsHistoryLimit")), whole(spec.path("failedJobsHistoryLimit"))));
    }

    private static Timing timing(JsonNode spec) {
        String text = spec.path("schedule").asString("");
        String zoneName = spec.path("timeZone").asString("");
        ZoneId zone = TimeZones.find(zoneName);
        JsonNode seconds = spec.path("startingDeadlineSeconds");
        Long deadline = seconds.isNumber() ? seconds.asLong() : null;
        if (zone == null) {
            var fault = new Fault(
                    "UnknownTimeZone", "invalid timeZone: \"" + zoneName + "\": unknown time zone " + zoneName);
            return new Timing(text, null, ZoneOffset.UTC, fault, deadline);
        }
        try {
            return new Timing(text, CronSchedule.parse(text), zone, null, deadline);
        } catch (CronSyntaxException e) {
            var fault = new Fault("UnparseableSchedule", "unparseable schedule: \"" + text + "\" : " + e.getMessage());
            return new Timing(text, null, zone, fault, deadline);
        }
    }

    private static @Nullable Integer whole(JsonNode number) {
        return number.isNumber() ? number.asInt() : null;
    }
}
