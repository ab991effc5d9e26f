package io.shiplog.scheduler.write;

import io.shiplog.journal.State;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.conditions.PodConditions;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Binding;
import io.shiplog.resources.write.Deletion;
import io.shiplog.resources.write.DeletionOptions;
import io.shiplog.resources.write.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the scheduler writes to pods and tells about them. Every write replaces exactly the version that was looked at,
 * so a decision that somebody else's change overtook is refused as a whole, its event included.
 */
public final class PodWrites {
    private static final String SCHEDULED = "PodScheduled";
    private static final String NOMINATED = "nominatedNodeName";

    /** Nothing goes away with a pod. */
    private static final View NOTHING_ELSE = State.EMPTY;

    private PodWrites() {}

    /** Binds {@code pod} to {@code node}, and the event that says so; nothing when the pod cannot be bound any more. */
    public static List<Write> bind(StoredObject pod, String node, WriteContext moment) {
        return switch (Binding.of(pod, Binding.to(node, pod), moment.now())) {
            case Decision.Propose(List<Write> binding, StoredObject _) -> {
                String message = "Successfully assigned " + pod.key() + " to " + node;
                var writes = new ArrayList<>(binding);
                writes.add(new SchedulingEvent("Normal", "Scheduled", "Binding", message, null).about(pod, moment));
                yield writes;
            }
            case Decision.Nothing _, Decision.Awaits _, Decision.Refused _ -> List.of();
        };
    }

    /**
     * Says in {@code pod}'s condition why it fits nowhere.
     *
     * @param nominated the node that room is made on for it, empty: none
     */
    public static Explanation unschedulable(StoredObject pod, String message, String nominated, WriteContext moment) {
        Draft draft = Draft.of(pod);
        nominate(draft, nominated);
        var condition = Condition.fails(SCHEDULED, "Unschedulable", message);
        boolean news = PodConditions.set(draft.status(), condition, generation(draft), moment.now());
        return new Explanation(patch(draft, moment), news);
    }

    /**
     * What has to be written so that a pod says why it fits nowhere.
     *
     * @param write empty when it says so already
     * @param news whether the condition did not say so
     */
    public record Explanation(Optional<Write> write, boolean news) {}

    /** The event that says why {@code pod} fits nowhere. */
    public static Write failure(StoredObject pod, String message, WriteContext moment) {
        return new SchedulingEvent("Warning", "FailedScheduling", "Scheduling", message, null).about(pod, moment);
    }

    /** Says in {@code pod}'s condition that its gates are closed; empty when it says so already. */
    public static Optional<Write> gated(StoredObject pod, WriteContext moment) {
        Draft draft = Draft.of(pod);
        String message = "Scheduling is blocked due to non-empty scheduling gates";
        PodConditions.set(draft.status(), Condition.fails(SCHEDULED, "SchedulingGated", message), 0, moment.now());
        return patch(draft, moment);
    }

    /** Takes back the promise of room; empty when there is none. */
    public static Optional<Write> displaced(StoredObject pod, WriteContext moment) {
        Draft draft = Draft.of(pod);
        nominate(draft, "");
        return patch(draft, moment);
    }

    /**
     * Makes {@code victim} go for {@code preemptor}: with its grace period, at once if that is none. Source:
     * kube-scheduler v1.34 (condition DisruptionTarget, then a deletion), in one write here.
     *
     * @return nothing when it is going already
     */
    public static List<Write> preempt(StoredObject victim, StoredObject preemptor, String node, WriteContext moment) {
        if (victim.facts().deleting()) {
            return List.of();
        }
        Draft draft = Draft.of(victim);
        var condition = Condition.holds(
                PodConditions.DISRUPTION_TARGET,
                "PreemptionByScheduler",
                "default-scheduler: preempting to accommodate a higher priority pod");
        PodConditions.set(draft.status(), condition, generation(draft), moment.now());
        Decision deletion = Deletion.of(
                NOTHING_ELSE, Pods.KIND.rules(), victim, draft.json(), DeletionOptions.BACKGROUND, moment.now());
        var writes = new ArrayList<>(deletion.writes());
        if (!writes.isEmpty()) {
            String message = "Preempted by pod " + preemptor.uid() + " on node " + node;
            writes.add(
                    new SchedulingEvent("Normal", "Preempted", "Preempting", message, preemptor).about(victim, moment));
        }
        return writes;
    }

    /** The write of an edit, which is of the status alone: nothing refuses it. */
    private static Optional<Write> patch(Draft draft, WriteContext moment) {
        return draft.write()
                .map(write -> write.decide(NOTHING_ELSE, Pods.KIND, moment.now())
                        .writes()
                        .getFirst());
    }

    private static void nominate(Draft draft, String node) {
        if (node.isEmpty()) {
            draft.status().remove(NOMINATED);
        } else {
            draft.status().put(NOMINATED, node);
        }
    }

    private static long generation(Draft draft) {
        return draft.metadata().path("generation").asLong(0);
    }
}
