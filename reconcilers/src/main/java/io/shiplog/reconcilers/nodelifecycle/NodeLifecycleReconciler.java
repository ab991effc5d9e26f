package io.shiplog.reconcilers.nodelifecycle;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.reconcilers.objects.Pods;
import io.shiplog.reconcilers.objects.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Taints nodes by their conditions, and takes the consequences for their pods (pkg/controller/nodelifecycle, tainteviction
 * and podgc, v1.34).
 *
 * <p>The rule for a node: its taints follow from its conditions. While no node at all is ready, none evicts; otherwise one
 * after the other does, as {@link ZoneHealth} says. The rule for a bound pod: it leaves when a NoExecute taint of its node is
 * not tolerated any longer; it is not ready when its node is silent; when its node does not exist, or is said to be out of
 * service, it is deleted without waiting for anybody.
 */
public final class NodeLifecycleReconciler implements Reconciler {

    @Override
    public String name() {
        return "nodelifecycle";
    }

    @Override
    public Watches watches() {
        return Watches.of(Resources.NODES, NodeLifecycleReconciler::nodeAndWhatDependsOnIt)
                .with(Resources.PODS, NodeLifecycleReconciler::boundPod);
    }

    private static Collection<ObjectRef> boundPod(Change change, View view) {
        StoredObject pod = change.after();
        return pod != null && Pods.nodeName(Pods.of(pod)) != null
                ? List.of(new ObjectRef(Resources.PODS, pod.key()))
                : List.of();
    }

    private static Collection<ObjectRef> nodeAndWhatDependsOnIt(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        refs.add(new ObjectRef(Resources.NODES, change.key()));
        StoredObject before = change.before();
        // A node that appears has no pods; after a start, every pod is asked about anyway.
        if (before != null && !sameForPods(before, change.after())) {
            for (StoredObject pod : view.list(Resources.PODS)) {
                if (change.key().name().equals(Pods.nodeName(Pods.of(pod)))) {
                    refs.add(new ObjectRef(Resources.PODS, pod.key()));
                }
            }
        }
        if (isReady(before) != isReady(change.after())) {
            boolean outage = beginsOrEndsOutage(change, view);
            for (StoredObject node : view.list(Resources.NODES)) {
                // How many are ready decides whether those that wait may evict.
                if (outage || !NodeHealth.isReady(node) && ZoneHealth.evictsSince(node) == null) {
                    refs.add(new ObjectRef(Resources.NODES, node.key()));
                }
            }
        }
        return refs;
    }

    private static boolean isReady(@Nullable StoredObject node) {
        return node != null && NodeHealth.isReady(node);
    }

    private static boolean sameForPods(StoredObject before, @Nullable StoredObject after) {
        return after != null
                && NodeHealth.isReady(before) == NodeHealth.isReady(after)
                && NodeHealth.isSilent(before) == NodeHealth.isSilent(after)
                && taints(before).equals(taints(after));
    }

    private static List<Taint> taints(StoredObject stored) {
        Node node = NodeHealth.of(stored);
        List<Taint> taints = node.getSpec() == null ? null : node.getSpec().getTaints();
        return taints == null ? List.of() : taints;
    }

    /** Whether this was the first node to become ready, or the last one to cease. */
    private static boolean beginsOrEndsOutage(Change change, View view) {
        for (StoredObject node : view.list(Resources.NODES)) {
            if (!node.key().equals(change.key()) && NodeHealth.isReady(node)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, Moment moment) {
        StoredObject stored = view.get(ref.resource(), ref.key());
        if (stored == null || stored.facts().deleting() && ref.resource().equals(Resources.NODES)) {
            return Plan.EMPTY;
        }
        return ref.resource().equals(Resources.NODES) ? tainted(view, stored, moment) : pod(view, stored, moment);
    }

    private static Plan tainted(View view, StoredObject stored, Moment moment) {
        Draft draft = Draft.of(stored);
        boolean evicts = NodeHealth.someoneIsReady(view);
        Instant revisit = null;
        if (evicts && !NodeHealth.isReady(stored) && ZoneHealth.evictsSince(stored) == null) {
            Instant next = ZoneHealth.around(view, stored, moment.now()).next();
            evicts = next != null && !next.isAfter(moment.now());
            revisit = evicts ? null : next;
        }
        boolean foundUnready = NodeTaints.write(draft, NodeHealth.of(stored), evicts, moment.now());
        var writes = new ArrayList<Write>();
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

    private static Plan pod(View view, StoredObject stored, Moment moment) {
        String name = Pods.nodeName(Pods.of(stored));
        if (name == null) {
            return Plan.EMPTY;
        }
        StoredObject node = view.get(Resources.NODES, ObjectKey.cluster(name));
        return node == null ? PodFate.withoutNode(stored, moment) : PodFate.onNode(stored, node, moment);
    }
}
