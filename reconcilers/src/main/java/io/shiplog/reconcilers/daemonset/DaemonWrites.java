package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.CreationChunk;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.revisions.RevisionOwner;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes writes of what a DaemonSet has to do: a chunk of new pods for one proposal, each deletion in one of its own,
 * since it may be refused for what its node reports meanwhile. Mutable; one reconcile owns it.
 */
final class DaemonWrites {
    /** What affinity, tolerations and defaults add to a pod beside its template, roughly. */
    private static final int ADDED_BYTES = 3_072;

    private static final int DELETION_CHUNK = 50;

    /** More of the same in one go is told by the status, as upstream's event correlator would cut it. */
    private static final int EVENTS_AT_ONCE = 10;

    private final View view;
    private final RevisionOwner owner;
    private final DaemonWorld world;
    private final ReconcileContext moment;
    private final EventWrite.Source source;
    private final List<PlannedWrite> creations = new ArrayList<>();
    private final List<PlannedWrite> events = new ArrayList<>();
    private final List<Step> deletions = new ArrayList<>();
    private final Set<String> madeOn = new HashSet<>();
    private final Set<String> replacedOn = new HashSet<>();

    DaemonWrites(View view, RevisionOwner owner, DaemonWorld world, ReconcileContext moment) {
        this.view = view;
        this.owner = owner;
        this.world = world;
        this.moment = moment;
        this.source = new EventWrite.Source("daemonset-controller", owner.stored(), "apps/v1", "DaemonSet");
    }

    /** Deletes the first of the pods that have to go; what fails is replaced in the same proposal where it can be. */
    void delete(DaemonChanges changes) {
        for (StoredObject pod : changes.deletions()) {
            if (deletions.size() == DELETION_CHUNK) {
                return;
            }
            Optional<PlannedWrite> deletion = ControllerDeletion.of(Pods.KIND.rules(), pod, moment.now());
            if (deletion.isEmpty() || ControllerDeletion.isProposed(pod)) {
                continue;
            }
            var writes = new ArrayList<PlannedWrite>();
            writes.add(deletion.get());
            String node = DaemonPod.node(pod);
            boolean failed = changes.failed().contains(pod);
            if (failed && deletion.get().removes() && world.fits().get(node) == DaemonPlaces.Fit.RUNS) {
                ObjectKey key = DaemonPod.freeKey(view, owner.stored(), node);
                if (moment.refusal(new ObjectRef(Pods.RESOURCE, key)) == null) {
                    NewObject next = made(key, node, Placement.failures(pod, moment.now()));
                    replacedOn.add(node);
                    writes.add(next.write());
                    writes.add(told("SuccessfulCreate", "Created pod: " + key.name(), next.uid()));
                }
            }
            writes.add(told("SuccessfulDelete", "Deleted pod: " + pod.key().name(), pod.uid()));
            reason(changes, pod, node).ifPresent(writes::add);
            deletions.add(new Step("delete", writes));
        }
    }

    /** Makes the first of the missing pods, until one is not admitted: what is said to one is said to all. */
    void create(DaemonChanges changes) {
        int chunk = CreationChunk.of(owner.stored(), ADDED_BYTES);
        for (String node : changes.creations()) {
            if (replacedOn.contains(node)) {
                continue;
            }
            if (creations.size() == chunk) {
                return;
            }
            ObjectKey key = DaemonPod.freeKey(view, owner.stored(), node);
            String refusal = moment.refusal(new ObjectRef(Pods.RESOURCE, key));
            if (refusal != null) {
                EventWrite.failedCreate(view, source, refusal, moment).ifPresent(events::add);
                return;
            }
            NewObject pod = made(key, node, 0);
            creations.add(pod.write());
            madeOn.add(node);
            if (events.size() < EVENTS_AT_ONCE) {
                events.add(told("SuccessfulCreate", "Created pod: " + key.name(), pod.uid()));
            }
        }
    }

    List<PlannedWrite> creations() {
        return creations;
    }

    List<PlannedWrite> events() {
        return events;
    }

    List<Step> deletions() {
        return deletions;
    }

    Set<String> madeOn() {
        return madeOn;
    }

    private NewObject made(ObjectKey key, String node, int failures) {
        NewObject pod = DaemonPod.made(key, world.spec(), owner.reference(), world.hash(), node, moment);
        if (failures > 0) {
            Draft.object(pod.metadata(), "annotations").put(DaemonPod.FAILURES, Integer.toString(failures));
        }
        return pod;
    }

    private PlannedWrite told(String reason, String message, String cause) {
        return EventWrite.normal(source, reason, message, cause, moment);
    }

    private Optional<PlannedWrite> reason(DaemonChanges changes, StoredObject pod, String node) {
        String text = pod.key() + " on node " + node + ", will try to ";
        if (changes.failed().contains(pod)) {
            String message = "Found failed daemon pod " + text + "kill it";
            return Optional.of(EventWrite.warning(source, "FailedDaemonPod", message, pod.uid(), moment));
        }
        if (changes.succeeded().contains(pod)) {
            String message = "Found succeeded daemon pod " + text + "delete it";
            return Optional.of(EventWrite.normal(source, "SucceededDaemonPod", message, pod.uid(), moment));
        }
        return Optional.empty();
    }
}
