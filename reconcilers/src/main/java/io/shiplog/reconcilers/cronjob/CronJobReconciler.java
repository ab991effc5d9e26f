package io.shiplog.reconcilers.cronjob;

import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.resources.kinds.workload.Jobs;
import org.jspecify.annotations.Nullable;

/**
 * Makes Jobs by the clock (pkg/controller/cronjob, v1.34).
 *
 * <p>The rule: take the Jobs that have ended or are gone from the list of active ones; of the times at which a Job was
 * due since the last one was started, take the newest, unless it is too late for it; start its Job as the concurrency
 * policy says, in one proposal with the status that tells of it; and delete the oldest Jobs beyond what the history may
 * hold. It is woken when the next Job is due, and when a Job of it changes.
 */
public final class CronJobReconciler implements Reconciler {
    @Override
    public String name() {
        return "cronjob";
    }

    @Override
    public Watches watches() {
        return Watches.own(Jobs.CRON_RESOURCE).with(Jobs.RESOURCE, Watches.each(CronJobReconciler::cronJobOf));
    }

    private static @Nullable ObjectRef cronJobOf(StoredObject job) {
        Owner controller = job.facts().controller();
        return controller != null
                        && controller.kind().equals("CronJob")
                        && controller.apiVersion().startsWith("batch/")
                ? new ObjectRef(Jobs.CRON_RESOURCE, new ObjectKey(job.key().namespace(), controller.name()))
                : null;
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject cronJob = view.get(ref);
        return cronJob == null || !ref.resource().equals(Jobs.CRON_RESOURCE)
                ? Plan.EMPTY
                : new CronJobSync(view, cronJob, moment).plan();
    }
}
