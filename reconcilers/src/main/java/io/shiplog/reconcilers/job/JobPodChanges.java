package io.shiplog.reconcilers.job;

import io.shiplog.objects.ObjectJson;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.job.JobConditions.Ending;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.CompletionIndexes;
import io.shiplog.resources.kinds.workload.JobMarks;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one plan does to the pods that there are: which it deletes, which it lets go, and what that notes and counts
 * (pkg/controller/job's {@code trackJobStatusAndRemoveFinalizers}, v1.34). What does not fit into one proposal is left
 * to the next plan. Mutable; one reconcile owns it.
 */
final class JobPodChanges {
    /** The most pods that one proposal makes, deletes or lets go. */
    private static final int CHUNK = 250;

    /** What the pods of one proposal may have together, a third of what a proposal may have. */
    private static final int CHUNK_BYTES = 1 << 20;

    /** What defaulting adds to a pod beside its template, roughly. */
    private static final int DEFAULTED_BYTES = 2_048;

    /** Fewer than of others: each may be refused for a status that its node reports meanwhile. */
    private static final int RUNNING_CHUNK = 50;

    /** How many pods a status notes at once ({@code MaxUncountedPods}, v1.34). */
    private static final int MOST_NOTED = 500;

    /** How many of its pods a Job tells of by events of one reason. */
    static final int EVENTS = 10;

    private final boolean jobGoes;
    private final JobPods pods;
    private final JobLedger ledger;
    private final Map<Integer, JobPod> waiting;
    private final Set<JobPod> deleted = new LinkedHashSet<>();
    private final Set<JobPod> released = new LinkedHashSet<>();
    private int bytes;
    private int running;
    private int staying;

    /** @param waiting the failed pods that are kept until their index is tried again */
    JobPodChanges(boolean jobGoes, JobPods pods, JobLedger ledger, Map<Integer, JobPod> waiting) {
        this.jobGoes = jobGoes;
        this.pods = pods;
        this.ledger = ledger;
        this.waiting = waiting;
    }

    /** How many pods of the Job's template one proposal makes. */
    static int creationChunk(StoredObject job) {
        return Math.clamp(CHUNK_BYTES / (job.json().length + DEFAULTED_BYTES), 1, CHUNK);
    }

    /**
     * Deletes pods that run.
     *
     * @param uncounted whether they count for nothing: they are let go at once
     */
    void delete(List<JobPod> surplus, boolean uncounted) {
        for (JobPod pod : surplus) {
            if (deleted.size() < RUNNING_CHUNK && fits(pod)) {
                deleted.add(pod);
                if (uncounted && pod.isTracked()) {
                    released.add(pod);
                }
            }
        }
    }

    /** Notes what has ended, and lets go what is noted. */
    void track(@Nullable Ending ending) {
        var succeeded = new ArrayList<Integer>();
        var inOrder = new ArrayList<>(pods.all());
        inOrder.sort(Comparator.comparingInt(JobPod::index));
        for (JobPod pod : inOrder) {
            if (!pod.isTracked() || released.contains(pod) || !mayGo(pod, ending)) {
                continue;
            }
            if (ledger.isNoted(pod)) {
                release(pod);
            } else if (pod.hasSucceeded() && pods.spec().amount().indexed()) {
                if (release(pod) && pods.isOfUse(pod)) {
                    succeeded.add(pod.index());
                }
            } else if (pod.hasSucceeded()) {
                if (ledger.noted() < MOST_NOTED) {
                    ledger.noteSuccess(pod);
                }
            } else if (countsAsFailure(pod, ending)) {
                if (ledger.noted() < MOST_NOTED) {
                    ledger.noteFailure(pod);
                }
            } else {
                release(pod);
            }
        }
        ledger.complete(CompletionIndexes.of(succeeded));
    }

    private boolean mayGo(JobPod pod, @Nullable Ending ending) {
        if (ending != null && pod.isActive()) {
            return deleted.contains(pod);
        }
        if (jobGoes || ending != null || pod.hasSucceeded()) {
            return true;
        }
        return pod.hasFailed(pods.spec()) && waiting.get(pod.index()) != pod;
    }

    private boolean countsAsFailure(JobPod pod, @Nullable Ending ending) {
        boolean failed = pod.hasFailed(pods.spec()) || ending != null && !ending.success();
        return failed
                && pods.isOfUse(pod)
                && pods.spec().policies().failure().of(pod.stored()).counts();
    }

    private boolean release(JobPod pod) {
        boolean fits = deleted.contains(pod) || fits(pod);
        if (fits) {
            released.add(pod);
        }
        return fits;
    }

    private boolean fits(JobPod pod) {
        int more = bytes + pod.stored().json().length;
        boolean runs = !pod.facts().hasEnded();
        if (deleted.size() + released.size() >= CHUNK
                || more > CHUNK_BYTES && bytes > 0
                || runs && running >= RUNNING_CHUNK) {
            return false;
        }
        bytes = more;
        running += runs ? 1 : 0;
        return true;
    }

    /** The pods that are deleted. */
    Set<JobPod> deleted() {
        return deleted;
    }

    /** The pods that are let go, failed, and of which nothing is left soon because somebody deletes them. */
    List<JobPod> lost() {
        return released.stream()
                .filter(pod -> !deleted.contains(pod)
                        && pod.facts().isTerminating()
                        && !pod.hasSucceeded()
                        && pods.isOfUse(pod))
                .toList();
    }

    /** The uids of those that still hold their finalizer after this. */
    Set<String> held() {
        Set<String> held = new LinkedHashSet<>();
        for (JobPod pod : pods.all()) {
            if (pod.isTracked() && !released.contains(pod)) {
                held.add(pod.uid());
            }
        }
        return held;
    }

    /** Whether a pod is concerned whose version is not known yet: its confirmation comes soon and asks again. */
    boolean isEarly() {
        return deleted.stream().anyMatch(pod -> ControllerDeletion.isProposed(pod.stored()))
                || released.stream().anyMatch(pod -> ControllerDeletion.isProposed(pod.stored()));
    }

    /** The writes, after which {@link #staying} is known. */
    List<PlannedWrite> writes(Instant now) {
        var writes = new ArrayList<PlannedWrite>();
        for (JobPod pod : deleted) {
            StoredObject stored = released.contains(pod) ? letGo(pod.stored()) : pod.stored();
            ControllerDeletion.of(Pods.KIND.rules(), stored, now).ifPresent(write -> {
                writes.add(write);
                staying += write.removes() ? 0 : 1;
            });
        }
        for (JobPod pod : released) {
            if (!deleted.contains(pod)) {
                ControllerDeletion.released(Pods.KIND.rules(), pod.stored(), JobMarks.TRACKING)
                        .ifPresent(writes::add);
            }
        }
        return writes;
    }

    /** How many of the deleted pods take time to end. */
    int staying() {
        return staying;
    }

    /** The same version of a pod, as if it did not have the finalizer: its deletion is written without it. */
    private static StoredObject letGo(StoredObject pod) {
        Draft draft = Draft.of(pod);
        Draft.removeFrom(
                draft.metadata(), "finalizers", name -> name.asString("").equals(JobMarks.TRACKING));
        byte[] json = ObjectJson.withResourceVersion(Json.bytes(draft.json()), pod.resourceVersion());
        return new StoredObject(pod.resource(), pod.key(), pod.uid(), pod.resourceVersion(), json);
    }
}
