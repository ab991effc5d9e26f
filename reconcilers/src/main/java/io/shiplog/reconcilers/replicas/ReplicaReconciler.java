package io.shiplog.reconcilers.replicas;

import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.Claim;
import io.shiplog.reconcilers.objects.Claimants;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.CreationChunk;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.reconcilers.objects.NamespacePhase;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.replicas.PodCreation.Missing;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps as many active pods as the owner asks for (pkg/controller/replicaset, v1.34).
 *
 * <p>The rule: claim pods by selector and controller reference; then, of the claimed pods that have neither ended nor
 * are being deleted, make the missing ones or delete the excess, at most a chunk of them at a time; and write the
 * status that this leads to in the same proposal. The status is what makes a stale view lose: it replaces the owner
 * that the counts were made for, so a plan for an owner that has changed since is refused as a whole, and the change
 * wakes the reconcile again. So does the return of a chunk. Pods that are not admitted are left out, and the condition
 * ReplicaFailure says why.
 */
public record ReplicaReconciler(String name, ReplicaKind kind) implements Reconciler {
    /** What defaulting adds to a pod beside its template, roughly. */
    private static final int DEFAULTED_BYTES = 2_048;

    /**
     * Pods deleted by one proposal; fewer, because each may be refused for a status that its node reports meanwhile.
     */
    static final int DELETION_CHUNK = 20;

    static final String FAILED_CREATE = "FailedCreate";

    /** More of the same in one go is told by the status, as upstream's event correlator would cut it. */
    private static final int EVENTS_AT_ONCE = 10;

    public static ReplicaReconciler ofReplicaSets() {
        return new ReplicaReconciler("replicaset", ReplicaKind.REPLICA_SET);
    }

    public static ReplicaReconciler ofReplicationControllers() {
        return new ReplicaReconciler("replicationcontroller", ReplicaKind.REPLICATION_CONTROLLER);
    }

    @Override
    public Watches watches() {
        return Watches.own(kind.resource()).with(Pods.RESOURCE, claimants()::of);
    }

    private Claimants claimants() {
        return new Claimants(kind.resource(), kind.kind(), owner -> ReplicaOwner.selector(kind, owner));
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(ref.resource(), ref.key());
        if (stored == null || !ref.resource().equals(kind.resource())) {
            return Plan.EMPTY;
        }
        ReplicaOwner owner = ReplicaOwner.read(kind, stored);
        Claim claim = Claim.of(stored, owner.reference(), owner.selector(), activePods(view, stored));
        if (!claim.corrections().isEmpty()) {
            return new Plan(claim.steps(), null);
        }
        return scaled(view, owner, claim.owned(), moment);
    }

    private static List<StoredObject> activePods(View view, StoredObject owner) {
        var active = new ArrayList<StoredObject>();
        for (StoredObject pod : Claim.candidates(view, owner, Pods.RESOURCE)) {
            if (!pod.facts().deleting() && PodFacts.of(pod).isActive()) {
                active.add(pod);
            }
        }
        return active;
    }

    private Plan scaled(View view, ReplicaOwner owner, List<StoredObject> active, ReconcileContext moment) {
        var writes = new ArrayList<PlannedWrite>();
        var events = new ArrayList<PlannedWrite>();
        var source = new EventWrite.Source(kind.component(), owner.stored(), kind.apiVersion(), kind.kind());
        List<StoredObject> left = active;
        Missing made = Missing.NONE;
        int missing = owner.replicas() - active.size();
        String namespace = owner.stored().key().namespace();
        if (!owner.stored().facts().deleting() && !NamespacePhase.isTerminating(view, namespace)) {
            if (missing > 0) {
                made = PodCreation.missingPods(view, owner, Math.min(missing, creationChunk(owner)), moment);
                for (NewObject pod : made.pods()) {
                    writes.add(pod.write());
                    String told = "Created pod: " + pod.key().name();
                    events.add(EventWrite.normal(source, "SuccessfulCreate", told, pod.uid(), moment));
                }
            } else if (missing < 0) {
                List<StoredObject> excess =
                        podsToDelete(view, owner, active, Math.min(-missing, DELETION_CHUNK), moment);
                if (excess.stream().anyMatch(ControllerDeletion::isProposed)) {
                    // Its confirmation comes soon and asks again.
                    return Plan.EMPTY;
                }
                left = active.stream().filter(pod -> !excess.contains(pod)).toList();
                for (StoredObject pod : excess) {
                    ControllerDeletion.of(Pods.KIND.rules(), pod, moment.now()).ifPresent(writes::add);
                    String told = "Deleted pod: " + pod.key().name();
                    events.add(EventWrite.normal(source, "SuccessfulDelete", told, pod.uid(), moment));
                }
            }
        }
        String verb = !made.pods().isEmpty() ? "create" : writes.isEmpty() ? "update" : "delete";
        ReplicaStatus status = ReplicaStatus.of(owner, left, made.pods().size(), moment.now());
        status.write(owner, made.refusal(), moment.now()).ifPresent(writes::add);
        writes.addAll(events.subList(0, Math.min(events.size(), EVENTS_AT_ONCE)));
        var steps = new ArrayList<Step>();
        if (!writes.isEmpty()) {
            steps.add(new Step(verb, writes));
        }
        if (made.refusal() != null) {
            tellRefusal(view, source, made.refusal(), moment).ifPresent(steps::add);
        }
        return steps.isEmpty() && status.nextAvailable() == null ? Plan.EMPTY : new Plan(steps, status.nextAvailable());
    }

    /** An event in a proposal of its own: the same refusal is told once as long as the event is kept. */
    private static Optional<Step> tellRefusal(
            View view, EventWrite.Source source, String refusal, ReconcileContext moment) {
        return EventWrite.failedCreate(view, source, refusal, moment).map(write -> new Step("create", List.of(write)));
    }

    /** How many pods of this owner's template one proposal makes. */
    static int creationChunk(ReplicaOwner owner) {
        return CreationChunk.of(owner.stored(), DEFAULTED_BYTES);
    }

    private static List<StoredObject> podsToDelete(
            View view, ReplicaOwner owner, List<StoredObject> active, int count, ReconcileContext moment) {
        Map<String, Integer> perNode = new HashMap<>();
        for (StoredObject related : relatedPods(view, owner, active)) {
            PodFacts pod = PodFacts.of(related);
            String node = pod.node();
            if (node != null && pod.isActive()) {
                perNode.merge(node, 1, Integer::sum);
            }
        }
        return new PodOrder(perNode, moment.now()).first(active, count);
    }

    /** The pods of all owners with the same controller: those of the other revisions of a Deployment count too. */
    private static List<StoredObject> relatedPods(View view, ReplicaOwner owner, List<StoredObject> active) {
        Owner controller = owner.stored().facts().controller();
        if (controller == null) {
            return active;
        }
        var related = new ArrayList<StoredObject>();
        for (StoredObject sibling : view.ownedBy(controller.uid())) {
            for (StoredObject pod : view.ownedBy(sibling.uid())) {
                if (pod.resource().equals(Pods.RESOURCE)) {
                    related.add(pod);
                }
            }
        }
        return related;
    }
}
