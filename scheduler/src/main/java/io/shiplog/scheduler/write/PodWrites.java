package io.shiplog.scheduler.write;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the scheduler writes to pods and tells about them. Every write replaces exactly the version that was looked at, so
 * a decision that somebody else's change overtook is refused as a whole, its event included.
 */
public final class PodWrites {
    private static final String SCHEDULED = "PodScheduled";

    private PodWrites() {}

    /** Binds {@code pod} to {@code node}, and the event that says so. */
    public static List<Write> bind(StoredObject pod, String node, Moment moment) {
        var draft = new PodDraft(pod);
        draft.bind(node);
        draft.nominate("");
        draft.condition(SCHEDULED, true, null, null, moment.now());
        String message = "Successfully assigned " + pod.key() + " to " + node;
        var writes = new ArrayList<Write>(2);
        draft.write().ifPresent(writes::add);
        writes.add(new PodEvent("Normal", "Scheduled", "Binding", message, null).about(pod, moment));
        return writes;
    }

    /**
     * Says in {@code pod}'s condition why it fits nowhere.
     *
     * @param nominated the node that room is made on for it, empty: none
     */
    public static Explanation unschedulable(StoredObject pod, String message, String nominated, Moment moment) {
        var draft = new PodDraft(pod);
        draft.nominate(nominated);
        boolean news = draft.condition(SCHEDULED, false, "Unschedulable", message, moment.now());
        return new Explanation(draft.write(), news);
    }

    /**
     * What has to be written so that a pod says why it fits nowhere.
     *
     * @param write empty when it says so already
     * @param news whether the condition did not say so
     */
    public record Explanation(Optional<Write> write, boolean news) {}

    /** The event that says why {@code pod} fits nowhere. */
    public static Write failure(StoredObject pod, String message, Moment moment) {
        return new PodEvent("Warning", "FailedScheduling", "Scheduling", message, null).about(pod, moment);
    }

    /** Says in {@code pod}'s condition that its gates are closed; empty when it says so already. */
    public static Optional<Write> gated(StoredObject pod, Moment moment) {
        var draft = new PodDraft(pod);
        String message = "Scheduling is blocked due to non-empty scheduling gates";
        draft.condition(SCHEDULED, false, "SchedulingGated", message, moment.now());
        return draft.write();
    }

    /** Takes back the promise of room; empty when there is none. */
    public static Optional<Write> displaced(StoredObject pod) {
        var draft = new PodDraft(pod);
        draft.nominate("");
        return draft.write();
    }

    /**
     * Makes {@code victim} go for {@code preemptor}: with its grace period, at once if that is none. Source: kube-scheduler
     * v1.34 (condition DisruptionTarget, then a deletion), in one write here.
     *
     * @return nothing when it is going already
     */
    public static List<Write> preempt(StoredObject victim, StoredObject preemptor, String node, Moment moment) {
        var draft = new PodDraft(victim);
        if (draft.isTerminating()) {
            return List.of();
        }
        String message = "Preempted by pod " + preemptor.uid() + " on node " + node;
        Write event = new PodEvent("Normal", "Preempted", "Preempting", message, preemptor).about(victim, moment);
        long graceSeconds = draft.graceSeconds();
        if (graceSeconds == 0 && !draft.hasFinalizers()) {
            return List.of(Write.delete(victim), event);
        }
        draft.condition(
                "DisruptionTarget",
                true,
                "PreemptionByScheduler",
                "default-scheduler: preempting to accommodate a higher priority pod",
                moment.now());
        draft.markDeleted(graceSeconds, moment.now());
        var writes = new ArrayList<Write>(2);
        draft.write().ifPresent(writes::add);
        writes.add(event);
        return writes;
    }
}
