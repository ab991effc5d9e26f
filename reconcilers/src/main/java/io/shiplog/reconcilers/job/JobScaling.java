package io.shiplog.reconcilers.job;

import io.shiplog.reconcilers.job.JobPodCreation.Made;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kinds.workload.CompletionIndexes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which pods of a Job are too many, or else which ones are missing (pkg/controller/job's {@code manageJob}, v1.34).
 * Never both at once.
 *
 * @param surplus those that are to go
 * @param made those that are to be made
 * @param again when more may be made, null when nothing is waited for
 */
record JobScaling(List<JobPod> surplus, Made made, @Nullable Instant again) {
    private static final JobScaling NOTHING = new JobScaling(List.of(), Made.NONE, null);

    JobScaling {
        surplus = List.copyOf(surplus);
    }

    /**
     * @param waiting the pods whose indexes are tried again, by index
     * @param most how many pods one plan makes
     * @param backoff until when a Job without limits per index may not replace what has failed
     */
    static JobScaling of(
            JobPods pods,
            JobCounts counts,
            Map<Integer, JobPod> waiting,
            int most,
            JobPodCreation creation,
            Supplier<@Nullable Instant> backoff) {
        JobSpec spec = pods.spec();
        List<JobPod> active = pods.active();
        int wanted = wanted(spec, counts, active.size());
        List<JobPod> surplus = surplus(pods, active, Math.max(0, active.size() - wanted));
        if (!surplus.isEmpty() || spec.amount().suspended()) {
            return new JobScaling(surplus, Made.NONE, null);
        }
        int terminating = spec.policies().replacesFailedOnly() ? pods.terminating() : 0;
        int missing = Math.min(wanted - active.size() - terminating, most);
        if (missing <= 0) {
            return NOTHING;
        }
        Instant now = creation.moment().now();
        Instant until = spec.limitsIndexes() ? null : backoff.get();
        if (until != null && until.isAfter(now)) {
            return new JobScaling(List.of(), Made.NONE, until);
        }
        if (!spec.amount().indexed()) {
            return new JobScaling(List.of(), creation.plain(missing), null);
        }
        List<Integer> indexes = takenIndexes(pods, counts).firstMissing(missing, spec.completions());
        var due = new ArrayList<Integer>();
        Instant next = null;
        for (int index : indexes) {
            JobPod failed = waiting.get(index);
            Instant from = failed == null ? null : JobBackoff.until(failed);
            if (from == null || !from.isAfter(now)) {
                due.add(index);
            } else {
                next = Times.earlier(next, from);
            }
        }
        return new JobScaling(List.of(), creation.indexed(due, waiting), next);
    }

    private static int wanted(JobSpec spec, JobCounts counts, int active) {
        if (spec.amount().suspended()) {
            return 0;
        }
        int parallelism = spec.amount().parallelism();
        if (spec.amount().completions() == null) {
            // Whoever works on a queue knows when it is empty: after the first success nothing is started any more.
            return counts.succeeded() > 0 ? active : parallelism;
        }
        return Math.clamp((long) spec.completions() - counts.succeeded(), 0, parallelism);
    }

    /** The indexes that need no new pod. */
    private static CompletionIndexes takenIndexes(JobPods pods, JobCounts counts) {
        CompletionIndexes taken =
                counts.succeededIndexes().with(counts.failedIndexes()).with(JobPods.indexes(pods.active()));
        return pods.spec().policies().replacesFailedOnly()
                ? taken.with(JobPods.indexes(
                        pods.all().stream().filter(JobPod::isTerminating).toList()))
                : taken;
    }

    /** Of an Indexed Job first all but one pod of each index, and those whose index is gone. */
    private static List<JobPod> surplus(JobPods pods, List<JobPod> active, int atLeast) {
        var left = new ArrayList<JobPod>(active);
        left.sort(JobPod.LEAST_WORTH_FIRST);
        var surplus = new ArrayList<JobPod>();
        if (pods.spec().amount().indexed()) {
            Map<Integer, JobPod> best = new HashMap<>();
            left.forEach(pod -> best.put(pod.index(), pod));
            var kept = new HashSet<>(best.values());
            for (JobPod pod : left) {
                if (!pods.isOfUse(pod) || !kept.contains(pod)) {
                    surplus.add(pod);
                }
            }
            left.removeAll(surplus);
        }
        for (int i = 0; surplus.size() < atLeast && i < left.size(); i++) {
            surplus.add(left.get(i));
        }
        return surplus;
    }
}
