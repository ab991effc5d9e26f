package io.shiplog.reconcilers.job;

import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.CompletionIndexes;
import io.shiplog.resources.kinds.workload.JobMarks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The pods of a Job that it is not done with: those that run, end, or have not been counted. Of a Job of many
 * completions these are few; what is counted is never looked at for them.
 *
 * @param all in key order
 */
record JobPods(JobSpec spec, List<JobPod> all) {
    /**
     * Pods of Jobs by the Job's uid while it is not done with them; and, once they have ended, by its uid and their
     * phase.
     */
    private static final Index BY_JOB = Index.of("job", Pods.RESOURCE, JobPods::values);

    JobPods {
        all = List.copyOf(all);
    }

    private static List<String> values(StoredObject pod) {
        Owner controller = pod.facts().controller();
        if (controller == null || !isJob(controller)) {
            return List.of();
        }
        String uid = controller.uid();
        PodFacts facts = PodFacts.of(pod);
        if (!facts.hasEnded()) {
            return List.of(uid);
        }
        String ended = ended(uid, facts.life().phase());
        return pod.facts().finalizers().contains(JobMarks.TRACKING) ? List.of(uid, ended) : List.of(ended);
    }

    /** Whether an owner reference means a Job. */
    static boolean isJob(Owner owner) {
        return owner.kind().equals("Job") && owner.apiVersion().startsWith("batch/");
    }

    private static String ended(String uid, String phase) {
        return uid + "/" + phase;
    }

    /** The pods that a Job of this uid controls and is not done with. */
    static Collection<StoredObject> open(View view, String uid) {
        return view.by(BY_JOB, uid);
    }

    /** All pods of a Job that have ended in this phase. */
    static Collection<StoredObject> ended(View view, String uid, String phase) {
        return view.by(BY_JOB, ended(uid, phase));
    }

    List<JobPod> active() {
        return all.stream().filter(JobPod::isActive).toList();
    }

    int terminating() {
        return (int) all.stream().filter(JobPod::isTerminating).count();
    }

    /** Those that have succeeded and whose Job has not begun to count them. */
    List<JobPod> newlySucceeded(JobLedger ledger) {
        return tracked(pod -> pod.hasSucceeded() && !ledger.isNoted(pod));
    }

    /** Those that have failed and whose Job has not begun to count them. */
    List<JobPod> newlyFailed(JobLedger ledger) {
        return tracked(pod -> pod.hasFailed(spec) && !ledger.isNoted(pod));
    }

    private List<JobPod> tracked(Predicate<JobPod> which) {
        return all.stream()
                .filter(JobPod::isTracked)
                .filter(this::isOfUse)
                .filter(which)
                .toList();
    }

    /** Whether it works on a completion that the Job still has: an Indexed Job's pods may have lost theirs. */
    boolean isOfUse(JobPod pod) {
        return !spec.amount().indexed() || pod.index() >= 0 && pod.index() < spec.completions();
    }

    static CompletionIndexes indexes(Collection<JobPod> pods) {
        return CompletionIndexes.of(
                pods.stream().map(JobPod::index).filter(index -> index >= 0).toList());
    }

    /**
     * Of each index that has failed and is tried again, the pod that failed last: it is kept until the next one is
     * there, which inherits its count of failures ({@code getPodsWithDelayedDeletionPerIndex}, v1.34).
     *
     * @param settled the indexes that have succeeded or failed for good
     */
    Map<Integer, JobPod> waiting(CompletionIndexes settled) {
        Map<Integer, JobPod> waiting = new HashMap<>();
        if (!spec.limitsIndexes()) {
            return waiting;
        }
        CompletionIndexes done = settled.with(indexes(active()));
        var failed = new ArrayList<>(tracked(pod -> pod.hasFailed(spec)));
        for (JobPod pod : failed) {
            if (!done.contains(pod.index())) {
                waiting.merge(pod.index(), pod, JobPods::later);
            }
        }
        return waiting;
    }

    private static JobPod later(JobPod one, JobPod other) {
        boolean isLater = other.failuresBefore() >= one.failuresBefore()
                && !other.details().finished().isBefore(one.details().finished());
        return isLater ? other : one;
    }
}
