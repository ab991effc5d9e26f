package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.Field;
import io.shiplog.resources.cron.CronSchedule;
import io.shiplog.resources.cron.CronSyntaxException;
import io.shiplog.resources.cron.TimeZones;
import java.util.List;
import java.util.Locale;

/** What a CronJob may say (pkg/apis/batch/validation, v1.34). */
final class CronJobRules {
    private CronJobRules() {}

    static void cronJob(Field root) {
        Field name = root.at("metadata", "name");
        if (name.text().length() > 52) {
            name.invalid("must be no more than 52 characters");
        }
        Field spec = root.at("spec");
        schedule(spec.at("schedule"));
        timeZone(spec.at("timeZone"));
        spec.at("startingDeadlineSeconds").notNegative();
        spec.at("successfulJobsHistoryLimit").notNegative();
        spec.at("failedJobsHistoryLimit").notNegative();
        Field job = spec.at("jobTemplate", "spec");
        JobRules.spec(job);
        if (job.at("selector").present()) {
            job.at("selector").invalid("`selector` will be auto-generated");
        }
        if (job.at("manualSelector").isTrue()) {
            job.at("manualSelector").notSupported(List.of("nil", "false"));
        }
    }

    private static void schedule(Field schedule) {
        if (schedule.blank()) {
            schedule.required("");
            return;
        }
        try {
            // A zone in front is understood, and refused below.
            CronSchedule.parse(schedule.text().replaceFirst("^(CRON_)?TZ=\\S+ +", ""));
        } catch (CronSyntaxException e) {
            schedule.invalid(String.valueOf(e.getMessage()));
        }
        if (schedule.text().contains("TZ")) {
            schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
    }

    private static void timeZone(Field zone) {
        if (zone.absent()) {
            return;
        }
        if (zone.text().isEmpty()) {
            zone.invalid("timeZone must be nil or non-empty string");
            return;
        }
        if (zone.text().toLowerCase(Locale.ROOT).equals("local")) {
            zone.invalid("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        if (TimeZones.find(zone.text()) == null) {
            zone.invalid("unknown time zone " + zone.text());
        }
    }
}
