package io.shiplog.reconcilers.nodelifecycle;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.resources.facts.Indexes;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Taints nodes by their conditions, and takes the consequences for their pods (pkg/controller/nodelifecycle,
 * tainteviction and podgc, v1.34).
 *
 * <p>The rule for a node: its taints follow from its conditions. While no node at all is ready, none evicts; otherwise
 * one after the other does, as {@link ZoneHealth} says. The rule for a bound pod: it leaves when a NoExecute taint of
 * its node is not tolerated any longer; it is not ready when its node is silent; when its node does not exist, or is
 * said to be out of service, it is deleted without waiting for anybody.
 */
public final class NodeLifecycleReconciler implements Reconciler {

    @Override
    public String name() {
        return "nodelifecycle";
    }

    @Override
    public Watches watches() {
        return Watches.of(Nodes.RESOURCE, NodeLifecycleReconciler::nodeAndWhatDependsOnIt)
                .with(Pods.RESOURCE, NodeLifecycleReconciler::boundPod);
    }

    private static Collection<ObjectRef> boundPod(Change change, View view) {
        StoredObject pod = change.after();
        return pod != null && PodFacts.of(pod).node() != null
                ? List.of(new ObjectRef(Pods.RESOURCE, pod.key()))
                : List.of();
    }

    private static Collection<ObjectRef> nodeAndWhatDependsOnIt(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        refs.add(new ObjectRef(Nodes.RESOURCE, change.key()));
        StoredObject before = change.before();
        if (!sameForPods(before, change.after())) {
            for (StoredObject pod : view.by(Indexes.PODS_BY_NODE, change.key().name())) {
                refs.add(pod.ref());
            }
        }
        if (mayLetOthersEvict(before, change.after())) {
            Collection<StoredObject> affected = beginsOrEndsOutage(change, view)
                    ? view.list(Nodes.RESOURCE)
                    : view.by(NodeHealth.WAITING, NodeHealth.ANYWHERE);
            affected.forEach(node -> refs.add(node.ref()));
        }
        return refs;
    }

    private static boolean isReady(@Nullable StoredObject node) {
        return node != null && NodeFacts.of(node).isReady();
    }

    /**
     * Whether it is another number of nodes of a zone that are ready, or that are not: both decide whether those that
     * wait may evict. One that comes without being ready lets nobody.
     */
    private static boolean mayLetOthersEvict(@Nullable StoredObject before, @Nullable StoredObject after) {
        if (before == null || after == null) {
            return before != null || isReady(after);
        }
        return isReady(before) != isReady(after) || !NodeHealth.zone(before).equals(NodeHealth.zone(after));
    }

    private static boolean sameForPods(@Nullable StoredObject before, @Nullable StoredObject after) {
        return before != null
                && after != null
                && NodeFacts.of(before).isReady() == NodeFacts.of(after).isReady()
                && NodeFacts.of(before).isSilent() == NodeFacts.of(after).isSilent()
                && NodeFacts.of(before).taints().equals(NodeFacts.of(after).taints());
    }

    /** Whether this was the first node to become ready, or the last one to cease. */
    private static boolean beginsOrEndsOutage(Change change, View view) {
        for (StoredObject node : view.list(Nodes.RESOURCE)) {
            if (!node.key().equals(change.key()) && NodeFacts.of(node).isReady()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(ref.resource(), ref.key());
        if (stored == null || stored.facts().deleting() && ref.resource().equals(Nodes.RESOURCE)) {
            return Plan.EMPTY;
        }
        return ref.resource().equals(Nodes.RESOURCE) ? tainted(view, stored, moment) : pod(view, stored, moment);
    }

    private static Plan tainted(View view, StoredObject stored, ReconcileContext moment) {
        Draft draft = Draft.of(stored);
        boolean evicts = NodeHealth.someoneIsReady(view);
        Instant revisit = null;
        if (evicts && !NodeFacts.of(stored).isReady() && ZoneHealth.evictsSince(stored) == null) {
            Instant next = ZoneHealth.around(view, stored, moment.now()).next();
            evicts = next != null && !next.isAfter(moment.now());
            revisit = evicts ? null : next;
        }
        boolean foundUnready = NodeTaints.write(draft, NodeFacts.of(stored), evicts, moment.now());
        var writes = new ArrayList<PlannedWrite>();
        draft.write().ifPresent(writes::add);
        if (foundUnready) {
            var source = new EventWrite.Source("node-controller", stored, "v1", "Node");
            String told = "Node " + stored.key().name() + " status is now: NodeNotReady";
            String cause = Long.toString(stored.resourceVersion());
            writes.add(EventWrite.normal(source, "NodeNotReady", told, cause, moment));
        }
        if (writes.isEmpty() && revisit == null) {
            return Plan.EMPTY;
        }
        return new Plan(writes.isEmpty() ? List.of() : List.of(new Step("update", writes)), revisit);
    }

    private static Plan pod(View view, StoredObject stored, ReconcileContext moment) {
        String name = PodFacts.of(stored).node();
        if (name == null) {
            return Plan.EMPTY;
        }
        StoredObject node = view.get(Nodes.RESOURCE, ObjectKey.cluster(name));
        return node == null ? PodFate.withoutNode(stored, moment) : PodFate.onNode(stored, node, moment);
    }
}
