package io.shiplog.reconcilers.statefulset;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.reconcilers.revisions.TemplateRevision;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the numbers of a StatefulSet (updateStatefulSet in stateful_set_control.go, v1.34): upwards through the
 * pods that are asked for, then downwards through the others, then downwards through those of another revision. In
 * order it stops at the first that has to change or is not available; in parallel it changes all that it may.
 * Mutable; one reconcile owns it.
 */
final class SetWalk {
    /** The most pods made or deleted by one proposal. */
    private static final int CHUNK = 100;

    private final View view;
    private final StoredObject set;
    private final OwnerReference owner;
    private final SetSpec spec;
    private final SetRevisions revisions;
    private final ReconcileContext moment;
    private final SetClaims claims;
    private final SetEvents events;
    private final Map<Integer, StoredObject> asked = new TreeMap<>();
    private final Map<Integer, StoredObject> condemned = new TreeMap<>(Comparator.reverseOrder());
    private final List<PlannedWrite> writes = new ArrayList<>();
    private final Set<String> going = new HashSet<>();
    private final Set<String> gone = new HashSet<>();
    private final List<String> made = new ArrayList<>();
    private boolean waitsForName;

    SetWalk(
            View view,
            StoredObject set,
            OwnerReference owner,
            SetRevisions revisions,
            Collection<StoredObject> pods,
            ReconcileContext moment) {
        this.view = view;
        this.set = set;
        this.owner = owner;
        this.spec = SetSpec.of(set);
        this.revisions = revisions;
        this.moment = moment;
        this.claims = new SetClaims(view, set, owner, spec);
        this.events = new SetEvents(view, set, moment);
        for (StoredObject pod : pods) {
            int ordinal = SetPod.ordinal(set.key().name(), pod.key().name());
            if (spec.ordinals().includes(ordinal)) {
                asked.put(ordinal, pod);
            } else if (ordinal >= 0) {
                condemned.put(ordinal, pod);
            }
        }
    }

    void walk() {
        StoredObject unhealthy = firstUnhealthy();
        if (keep() && condemn(unhealthy) && !spec.update().onDelete()) {
            update();
        }
    }

    List<PlannedWrite> writes() {
        return writes;
    }

    List<PlannedWrite> events() {
        return events.news();
    }

    /** Whether another's pod has the name of one that is to be made. */
    boolean waitsForName() {
        return waitsForName;
    }

    SetStatus status() {
        var left = new ArrayList<StoredObject>();
        for (Map<Integer, StoredObject> pods : List.of(asked, condemned)) {
            pods.values().stream().filter(pod -> !gone.contains(pod.uid())).forEach(left::add);
        }
        return SetStatus.of(spec, revisions, left, going, made, moment.now());
    }

    /** Whether the walk may go on to pods that are not asked for. */
    private boolean keep() {
        for (int i = 0; i < spec.ordinals().count(); i++) {
            int ordinal = spec.ordinals().start() + i;
            boolean settled = keep(ordinal, asked.get(ordinal));
            if (!settled && spec.ordered() || changes() >= CHUNK) {
                return false;
            }
        }
        // In parallel an ended pod, or one that could not be made, holds nobody up but what comes after all of them.
        return spec.ordered() || going.isEmpty() && made.isEmpty();
    }

    private boolean keep(int ordinal, @Nullable StoredObject pod) {
        if (pod == null) {
            make(ordinal);
            return false;
        }
        PodFacts facts = PodFacts.of(pod);
        if (facts.hasEnded()) {
            // However it ended: why a pod was stopped is not in its exit code.
            delete(pod);
            return false;
        }
        if (facts.life().phase().equals("Pending")) {
            makeClaims(ordinal);
        }
        boolean settled = !facts.isTerminating() && isAvailable(pod);
        if (spec.ordered() && !settled) {
            return false;
        }
        if (!facts.isTerminating() && pod.resourceVersion() != 0) {
            List<PlannedWrite> corrections = new ArrayList<>(claims.retained(pod, ordinal));
            SetPod.identified(pod, ordinal).ifPresent(corrections::add);
            if (!corrections.isEmpty()) {
                writes.addAll(corrections);
                events.updated(pod.key().name());
            }
        }
        return true;
    }

    private void make(int ordinal) {
        var key = SetPod.key(set, ordinal);
        if (view.get(Pods.RESOURCE, key) != null) {
            waitsForName = true;
            return;
        }
        String obstacle = claims.obstacle(ordinal);
        if (obstacle != null) {
            events.notCreated(key.name(), obstacle);
            return;
        }
        if (claims.isStale(ordinal)) {
            return;
        }
        String refusal = moment.refusal(new ObjectRef(Pods.RESOURCE, key));
        if (refusal != null) {
            events.notCreated(key.name(), refusal);
            return;
        }
        if (makeClaims(ordinal)) {
            NewObject pod = SetPod.made(set, owner, spec, revision(ordinal), ordinal, moment);
            writes.add(pod.write());
            made.add(revision(ordinal).name());
            events.created(key.name());
        }
    }

    /** Makes the claims that a pod lacks; whether it has all of them then. */
    private boolean makeClaims(int ordinal) {
        String pod = SetPod.key(set, ordinal).name();
        for (NewObject claim : claims.missing(ordinal, moment)) {
            String name = claim.key().name();
            String refusal = moment.refusal(new ObjectRef(Volumes.CLAIM_RESOURCE, claim.key()));
            if (refusal != null) {
                events.claimNotCreated(name, pod, refusal);
                events.notCreated(pod, "failed to create PVC " + name + ": " + refusal);
                return false;
            }
            writes.add(claim.write());
            events.createdClaim(name, pod);
        }
        return true;
    }

    private TemplateRevision revision(int ordinal) {
        if (spec.update().onDelete()) {
            return revisions.to();
        }
        Integer partition = spec.update().partition();
        int first = spec.ordinals().start() + (partition == null ? currentReplicas() : partition);
        return ordinal < first ? revisions.from() : revisions.to();
    }

    private int currentReplicas() {
        return (int) asked.values().stream()
                .filter(pod -> !pod.facts().deleting() && SetPod.revision(pod).equals(revisions.current()))
                .count();
    }

    /** Whether the walk may go on to pods of another revision. */
    private boolean condemn(@Nullable StoredObject firstUnhealthy) {
        for (Map.Entry<Integer, StoredObject> each : condemned.entrySet()) {
            StoredObject pod = each.getValue();
            if (pod.facts().deleting()) {
                if (spec.ordered()) {
                    return false;
                }
                continue;
            }
            boolean waits = spec.ordered() && !isAvailable(pod) && !pod.equals(firstUnhealthy);
            if (waits) {
                return false;
            }
            List<PlannedWrite> retained = claims.retained(pod, each.getKey());
            writes.addAll(retained);
            delete(pod);
            if (spec.ordered() || changes() >= CHUNK) {
                return false;
            }
        }
        return spec.ordered() || going.isEmpty();
    }

    /** Replaces the highest pod of another revision, once all above it are available. */
    private void update() {
        Integer partition = spec.update().partition();
        int lowest = spec.ordinals().start() + (partition == null ? 0 : partition);
        for (int ordinal = spec.ordinals().start() + spec.ordinals().count() - 1; ordinal >= lowest; ordinal--) {
            StoredObject pod = asked.get(ordinal);
            if (pod == null) {
                return;
            }
            if (!pod.facts().deleting() && !SetPod.revision(pod).equals(revisions.update())) {
                delete(pod);
                return;
            }
            if (pod.facts().deleting() || !isAvailable(pod)) {
                return;
            }
        }
    }

    private @Nullable StoredObject firstUnhealthy() {
        for (StoredObject pod : asked.values()) {
            if (pod.facts().deleting() || !isAvailable(pod)) {
                return pod;
            }
        }
        if (asked.size() < spec.ordinals().count()) {
            return null;
        }
        StoredObject lowest = null;
        for (StoredObject pod : condemned.values()) {
            if (pod.facts().deleting() || !isAvailable(pod)) {
                lowest = pod;
            }
        }
        return lowest;
    }

    private boolean isAvailable(StoredObject pod) {
        return SetPod.isRunningAndReady(pod) && PodFacts.of(pod).isAvailable(spec.minReadySeconds(), moment.now());
    }

    private void delete(StoredObject pod) {
        Optional<PlannedWrite> deletion = ControllerDeletion.of(Pods.KIND.rules(), pod, moment.now());
        if (deletion.isEmpty() || ControllerDeletion.isProposed(pod)) {
            return;
        }
        writes.add(deletion.get());
        going.add(pod.uid());
        if (deletion.get().removes()) {
            gone.add(pod.uid());
        }
        events.deleted(pod.key().name());
    }

    private int changes() {
        return going.size() + made.size();
    }
}
