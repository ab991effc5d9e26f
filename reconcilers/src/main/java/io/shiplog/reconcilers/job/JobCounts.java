package io.shiplog.reconcilers.job;

import io.shiplog.reconcilers.job.FailurePolicy.Action;
import io.shiplog.reconcilers.job.FailurePolicy.Ruling;
import io.shiplog.resources.kinds.workload.CompletionIndexes;
import java.util.ArrayList;

/**
 * How a Job stands, with what has ended and is not yet in its status.
 *
 * @param succeeded pods; of an Indexed Job, indexes
 * @param failed pods whose failure counts
 * @param succeededIndexes of an Indexed Job
 * @param failedIndexes those that are not tried again
 */
record JobCounts(int succeeded, int failed, CompletionIndexes succeededIndexes, CompletionIndexes failedIndexes) {

    static JobCounts of(JobPods pods, JobLedger ledger) {
        JobSpec spec = pods.spec();
        var succeeded = pods.newlySucceeded(ledger);
        CompletionIndexes indexes =
                spec.amount().indexed() ? ledger.completed().with(JobPods.indexes(succeeded)) : CompletionIndexes.NONE;
        int failed = ledger.failed();
        var failedForGood = new ArrayList<Integer>();
        for (JobPod pod : pods.newlyFailed(ledger)) {
            Ruling ruling = spec.policies().failure().of(pod.stored());
            failed += ruling.counts() ? 1 : 0;
            if (isLast(spec, pod, ruling)) {
                failedForGood.add(pod.index());
            }
        }
        return new JobCounts(
                spec.amount().indexed() ? indexes.size() : ledger.succeeded() + succeeded.size(),
                failed,
                indexes,
                ledger.failedIndexes().with(CompletionIndexes.of(failedForGood)));
    }

    /** Whether the index is not tried again after this failure ({@code isIndexFailed}, v1.34). */
    private static boolean isLast(JobSpec spec, JobPod pod, Ruling ruling) {
        Integer limit = spec.limits().failuresPerIndex();
        return limit != null
                && (ruling.action() == Action.FAIL_INDEX
                        || ruling.counts() && pod.details().indexFailures() >= limit);
    }
}
