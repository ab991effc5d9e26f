package io.shiplog.resources.kinds.workload;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.selector.SelectableField;

/** Jobs, and what starts them by the clock. */
public final class Jobs {
    public static final Kind KIND = Kind.namespaced("batch/v1", "Job", "jobs")
            .categories("all")
            .status()
            .rules(Rules.validatedBy(JobRules::job)
                    .changes(JobRules::changes)
                    .defaults(WorkloadDefaults::job)
                    .identifying(JobAdmission::create)
                    .countsGenerations()
                    .table(WorkloadTables::jobs)
                    .selectable(SelectableField.number("status.successful", "status.succeeded"))
                    .refusesSelectors(field -> "field label \"" + field + "\" not supported for Job")
                    .deletion(DeletionRules.PLAIN.orphaning())
                    .build());

    public static final Kind CRON = Kind.namespaced("batch/v1", "CronJob", "cronjobs")
            .shortNames("cj")
            .categories("all")
            .status()
            .rules(Rules.validatedBy(CronJobRules::cronJob)
                    .defaults(WorkloadDefaults::cronJob)
                    .countsGenerations()
                    .table(WorkloadTables::cronJobs)
                    .build());

    public static final GroupResource RESOURCE = KIND.resource();

    public static final GroupResource CRON_RESOURCE = CRON.resource();

    private Jobs() {}
}
