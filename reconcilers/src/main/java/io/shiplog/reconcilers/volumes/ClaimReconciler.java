package io.shiplog.reconcilers.volumes;

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
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.storage.Storage;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds a volume for each claim (syncClaim in pkg/controller/volume/persistentvolume, v1.34).
 *
 * <p>The rule: a claim that was never bound gets the volume that it names, or one that matches; one of a class that
 * waits for its first consumer gets only a volume that was made for it; where none is there, its provisioner is named
 * for whoever provisions. A claim that was bound and whose volume is gone, or another's, is lost.
 */
public final class ClaimReconciler implements Reconciler {
    private static final String COMPONENT = "persistentvolume-controller";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    /** The second is what provisioners of before v1.23 look for. */
    private static final List<String> PROVISIONER =
            List.of("volume.kubernetes.io/storage-provisioner", "volume.beta.kubernetes.io/storage-provisioner");

    @Override
    public String name() {
        return "persistentvolumeclaim";
    }

    @Override
    public Watches watches() {
        return Watches.own(Volumes.CLAIM_RESOURCE)
                .with(Volumes.RESOURCE, ClaimReconciler::claimsOfVolume)
                .with(Storage.CLASSES.resource(), ClaimReconciler::claimsOfClass);
    }

    private static Collection<ObjectRef> claimsOfVolume(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        addClaim(change.before(), refs);
        addClaim(change.after(), refs);
        StoredObject volume = change.after();
        if (volume != null && VolumeFacts.of(volume).claim() == null) {
            addWaiting(view, VolumeFacts.of(volume).kind().storageClass(), refs);
        }
        return refs;
    }

    private static void addClaim(@Nullable StoredObject volume, Set<ObjectRef> refs) {
        VolumeFacts.ClaimRef claim =
                volume == null ? null : VolumeFacts.of(volume).claim();
        if (claim != null) {
            refs.add(new ObjectRef(Volumes.CLAIM_RESOURCE, new ObjectKey(claim.namespace(), claim.name())));
        }
    }

    private static Collection<ObjectRef> claimsOfClass(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        addWaiting(view, change.key().name(), refs);
        return refs;
    }

    private static void addWaiting(View view, String storageClass, Set<ObjectRef> refs) {
        view.by(ClaimFacts.WAITING, storageClass).forEach(claim -> refs.add(claim.ref()));
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject claim = view.get(ref.resource(), ref.key());
        if (claim == null || !ref.resource().equals(Volumes.CLAIM_RESOURCE)) {
            return Plan.EMPTY;
        }
        ClaimFacts facts = ClaimFacts.of(claim);
        if (facts.isBound()) {
            return kept(view, claim, facts, moment);
        }
        if (claim.facts().deleting()) {
            return Plan.EMPTY;
        }
        return facts.volume().isEmpty() ? sought(view, claim, facts, moment) : named(view, claim, facts, moment);
    }

    private static Plan sought(View view, StoredObject claim, ClaimFacts facts, ReconcileContext moment) {
        String className = facts.asked().storageClass();
        StoredObject stored =
                className.isEmpty() ? null : view.get(Storage.CLASSES.resource(), ObjectKey.cluster(className));
        ObjectNode storageClass = stored == null ? Json.object() : Json.parse(stored.json());
        boolean delayed = storageClass.path("volumeBindingMode").asString("").equals("WaitForFirstConsumer");
        StoredObject volume = VolumeMatch.of(view, claim, delayed);
        if (volume != null) {
            return bound(claim, volume, moment);
        }
        if (delayed && Draft.of(claim).annotation(SELECTED_NODE).isEmpty()) {
            String message = "waiting for first consumer to be created before binding";
            return told(view, claim, "Normal", "WaitForFirstConsumer", message, moment);
        }
        if (className.isEmpty()) {
            String message = "no persistent volumes available for this claim and no storage class is set";
            return told(view, claim, "Normal", "FailedBinding", message, moment);
        }
        String provisioner = storageClass.path("provisioner").asString("");
        if (provisioner.isEmpty()) {
            String message = "storageclass.storage.k8s.io \"" + className + "\" not found";
            return told(view, claim, "Warning", "ProvisioningFailed", message, moment);
        }
        if (provisioner.equals("kubernetes.io/no-provisioner")) {
            return told(
                    view,
                    claim,
                    "Warning",
                    "ProvisioningFailed",
                    "storageclass \"" + className + "\" has no provisioner",
                    moment);
        }
        return provisioned(view, claim, provisioner, moment);
    }

    /** Names the provisioner in the claim: that is what external ones wait for. */
    private static Plan provisioned(View view, StoredObject claim, String provisioner, ReconcileContext moment) {
        Draft draft = Draft.of(claim);
        PROVISIONER.forEach(annotation -> draft.annotate(annotation, provisioner));
        var steps = new ArrayList<Step>();
        draft.write().ifPresent(write -> steps.add(new Step("update", List.of(write))));
        String message = "Waiting for a volume to be created either by the external provisioner '" + provisioner
                + "' or manually by the system administrator. If volume creation is delayed, please verify that the"
                + " provisioner is running and correctly registered.";
        event(view, claim, "Normal", "ExternalProvisioning", message, moment)
                .ifPresent(write -> steps.add(new Step("create", List.of(write))));
        return steps.isEmpty() ? Plan.EMPTY : new Plan(steps, null);
    }

    private static Plan named(View view, StoredObject claim, ClaimFacts facts, ReconcileContext moment) {
        StoredObject volume = view.get(Volumes.RESOURCE, ObjectKey.cluster(facts.volume()));
        if (volume == null) {
            return Plan.EMPTY;
        }
        if (!isFor(volume, claim)) {
            String message = "volume \"" + facts.volume() + "\" already bound to a different claim.";
            return told(view, claim, "Warning", "FailedBinding", message, moment);
        }
        if (!VolumeMatch.fits(facts, volume)) {
            String message = "Cannot bind to requested volume \"" + facts.volume()
                    + "\": its class, size or modes are not what the claim asks for";
            return told(view, claim, "Warning", "VolumeMismatch", message, moment);
        }
        return bound(claim, volume, moment);
    }

    private static Plan kept(View view, StoredObject claim, ClaimFacts facts, ReconcileContext moment) {
        StoredObject volume = view.get(Volumes.RESOURCE, ObjectKey.cluster(facts.volume()));
        if (volume != null && isFor(volume, claim)) {
            return bound(claim, volume, moment);
        }
        Draft draft = Draft.of(claim);
        draft.status().put("phase", "Lost");
        draft.status().remove(List.of("capacity", "accessModes"));
        Optional<PlannedWrite> lost = draft.write();
        if (lost.isEmpty()) {
            return Plan.EMPTY;
        }
        var writes = new ArrayList<PlannedWrite>();
        writes.add(lost.get());
        Optional<PlannedWrite> event = volume == null
                ? event(
                        view,
                        claim,
                        "Warning",
                        "ClaimLost",
                        "Bound claim has lost its PersistentVolume. Data on the volume is lost!",
                        moment)
                : event(
                        view,
                        claim,
                        "Warning",
                        "ClaimMisbound",
                        "Two claims are bound to the same volume, this one is bound incorrectly",
                        moment);
        event.ifPresent(writes::add);
        return new Plan(List.of(new Step("update", writes)), null);
    }

    /** Whether the volume is the claim's, or nobody's. */
    private static boolean isFor(StoredObject volume, StoredObject claim) {
        VolumeFacts.ClaimRef reference = VolumeFacts.of(volume).claim();
        return reference == null || reference.means(claim);
    }

    private static Plan bound(StoredObject claim, StoredObject volume, ReconcileContext moment) {
        List<PlannedWrite> writes = new Bond(claim, volume).writes(moment.now());
        return writes.isEmpty() ? Plan.EMPTY : new Plan(List.of(new Step("update", writes)), null);
    }

    private static Plan told(
            View view, StoredObject claim, String type, String reason, String message, ReconcileContext moment) {
        return event(view, claim, type, reason, message, moment)
                .map(write -> new Plan(List.of(new Step("create", List.of(write))), null))
                .orElse(Plan.EMPTY);
    }

    /** The same is told once as long as its event is kept. */
    private static Optional<PlannedWrite> event(
            View view, StoredObject claim, String type, String reason, String message, ReconcileContext moment) {
        var source = new EventWrite.Source(COMPONENT, claim, "v1", "PersistentVolumeClaim");
        PlannedWrite event = type.equals("Normal")
                ? EventWrite.normal(source, reason, message, "", moment)
                : EventWrite.warning(source, reason, message, "", moment);
        return EventWrite.untold(view, event);
    }
}
