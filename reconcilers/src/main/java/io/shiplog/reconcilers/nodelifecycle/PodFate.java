package io.shiplog.reconcilers.nodelifecycle;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.ConditionFacts;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.DeletionOptions;
import io.shiplog.resources.write.DeletionOptions.Propagation;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of a bound pod when its node is tainted, unready or gone. */
final class PodFate {
    private static final String DISRUPTION = "DisruptionTarget";
    private static final String COLLECTED = "DeletionByPodGC";
    private static final String EVICTED = "DeletionByTaintManager";
    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    /** How long a node has to be missing before its pods are given up, as upstream's pod garbage collector waits. */
    static final Duration QUARANTINE = Duration.ofSeconds(40);

    private PodFate() {}

    /**
     * The pod's node does not exist. It may come back, so the pod is marked first, which puts the beginning of the
     * wait into the journal, and deleted when the mark is old enough.
     */
    static Plan withoutNode(StoredObject stored, ReconcileContext moment) {
        ConditionFacts mark = PodFacts.of(stored).disruption();
        boolean marked = mark != null && COLLECTED.equals(mark.reason());
        Instant since = mark == null || !marked ? null : mark.since();
        if (since == null) {
            Draft draft = Draft.of(stored);
            disrupt(draft, COLLECTED, "PodGC: node no longer exists", moment.now());
            return plan("update", draft.write().stream().toList(), moment.now().plus(QUARANTINE));
        }
        Instant until = since.plus(QUARANTINE);
        if (until.isAfter(moment.now())) {
            return plan("update", List.of(), until);
        }
        return plan("delete", givenUp(stored, "PodGC: node no longer exists", moment), null);
    }

    /**
     * Deletes without waiting for a node. What finalizers hold is marked as failed: nobody else can say any more that
     * it does not run.
     */
    private static List<PlannedWrite> givenUp(StoredObject stored, String why, ReconcileContext moment) {
        if (stored.facts().finalizers().isEmpty()) {
            return ControllerDeletion.now(stored).stream().toList();
        }
        Draft draft = Draft.of(stored);
        if (!PodFacts.of(stored).hasEnded()) {
            draft.status().put("phase", "Failed");
            ConditionFacts mark = PodFacts.of(stored).disruption();
            if (mark == null || !COLLECTED.equals(mark.reason())) {
                disrupt(draft, COLLECTED, why, moment.now());
            }
        }
        return ControllerDeletion.of(
                        Pods.KIND.rules(),
                        draft,
                        DeletionOptions.of(Propagation.UNSAID).atOnce(),
                        moment.now())
                .stream()
                .toList();
    }

    /**
     * The pod's node is there: the pod leaves it when taints say so, and is not ready when the node is silent. A node
     * that speaks, even to say that it is not ready, speaks for its pods itself. A terminating pod waits for its node,
     * unless somebody says by a taint that the node will not come back.
     */
    static Plan onNode(StoredObject stored, StoredObject node, ReconcileContext moment) {
        PodFacts pod = PodFacts.of(stored);
        Instant due = null;
        if (pod.isTerminating()) {
            if (!NodeFacts.of(node).isReady() && isOutOfService(node)) {
                return plan("delete", givenUp(stored, "PodGC: node is out-of-service", moment), null);
            }
        } else {
            due = TaintEviction.due(NodeFacts.of(node), pod);
            if (due != null && !due.isAfter(moment.now())) {
                return evicted(stored, moment);
            }
        }
        ConditionFacts mark = pod.disruption();
        boolean marked = mark != null && COLLECTED.equals(mark.reason()) && !pod.isTerminating();
        boolean silent = NodeFacts.of(node).isSilent() && pod.isReady();
        return plan("update", marked || silent ? corrected(stored, marked, silent, moment) : List.of(), due);
    }

    /** The pod without the mark of a missing node, or without its readiness, which nobody vouches for. */
    private static List<PlannedWrite> corrected(
            StoredObject stored, boolean marked, boolean silent, ReconcileContext moment) {
        Draft draft = Draft.of(stored);
        if (marked) {
            StatusConditions.remove(draft.status(), DISRUPTION);
        }
        ObjectNode ready = silent ? StatusConditions.find(draft.status(), "Ready") : null;
        if (ready != null) {
            ready.put("status", "False").put("lastTransitionTime", Times.text(moment.now()));
        }
        var writes = new ArrayList<>(draft.write().stream().toList());
        if (ready != null) {
            var source = new EventWrite.Source("node-controller", stored, "v1", "Pod");
            String cause = Long.toString(stored.resourceVersion());
            writes.add(EventWrite.warning(source, "NodeNotReady", "Node is not ready", cause, moment));
        }
        return writes;
    }

    private static boolean isOutOfService(StoredObject node) {
        return NodeFacts.of(node).taints().stream().anyMatch(taint -> OUT_OF_SERVICE.equals(taint.key()));
    }

    private static Plan evicted(StoredObject stored, ReconcileContext moment) {
        Draft draft = Draft.of(stored);
        disrupt(draft, EVICTED, "Taint manager: deleting due to NoExecute taint", moment.now());
        Optional<PlannedWrite> deletion =
                ControllerDeletion.of(Pods.KIND.rules(), draft, DeletionOptions.BACKGROUND, moment.now());
        if (deletion.isEmpty()) {
            return Plan.EMPTY;
        }
        var writes = new ArrayList<>(List.of(deletion.get()));
        var source = new EventWrite.Source("taint-eviction-controller", stored, "v1", "Pod");
        String told = "Marking for deletion Pod " + stored.key();
        writes.add(EventWrite.normal(source, "TaintManagerEviction", told, "eviction", moment));
        return plan("delete", writes, null);
    }

    private static void disrupt(Draft draft, String reason, String message, Instant now) {
        StatusConditions.put(
                draft.status(),
                Json.object()
                        .put("type", DISRUPTION)
                        .put("status", "True")
                        .put("lastTransitionTime", Times.text(now))
                        .put("reason", reason)
                        .put("message", message));
    }

    private static Plan plan(String verb, List<PlannedWrite> writes, @Nullable Instant revisit) {
        if (writes.isEmpty() && revisit == null) {
            return Plan.EMPTY;
        }
        return new Plan(writes.isEmpty() ? List.of() : List.of(new Step(verb, writes)), revisit);
    }
}
