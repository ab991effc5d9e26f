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
import io.shiplog.reconcilers.volumes.VolumeFacts.ClaimRef;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Says of each volume whether it is free, whose it is, or what becomes of it when its claim is gone (syncVolume in
 * pkg/controller/volume/persistentvolume, v1.34).
 *
 * <p>The rule: without a claim, or with one that is still to come, it is available; when the claim that it was bound to
 * is gone it is released, and its data stays. A volume that somebody else provisioned is that one's to delete; any
 * other that should be deleted has failed, since nobody here can.
 */
public final class VolumeReconciler implements Reconciler {
    private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    @Override
    public String name() {
        return "persistentvolume";
    }

    @Override
    public Watches watches() {
        return Watches.own(Volumes.RESOURCE).with(Volumes.CLAIM_RESOURCE, VolumeReconciler::volumesOf);
    }

    private static Collection<ObjectRef> volumesOf(Change change, View view) {
        return change.before() != null
                        && change.after() != null
                        && change.before().uid().equals(change.after().uid())
                ? List.of()
                : view.by(VolumeFacts.BY_CLAIM, change.key().toString()).stream()
                        .map(StoredObject::ref)
                        .toList();
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject volume = view.get(ref.resource(), ref.key());
        if (volume == null || !ref.resource().equals(Volumes.RESOURCE)) {
            return Plan.EMPTY;
        }
        ClaimRef reference = VolumeFacts.of(volume).claim();
        Draft draft = Draft.of(volume);
        var events = new ArrayList<PlannedWrite>();
        if (reference == null || reference.uid().isEmpty()) {
            Bond.phase(draft, "Available", moment.now());
        } else if (isGone(view, reference)) {
            released(volume, draft, events, moment);
        }
        return draft.write()
                .map(write -> {
                    var writes = new ArrayList<PlannedWrite>();
                    writes.add(write);
                    writes.addAll(events);
                    return new Plan(List.of(new Step("update", writes)), null);
                })
                .orElse(Plan.EMPTY);
    }

    private static boolean isGone(View view, ClaimRef reference) {
        StoredObject claim = view.get(Volumes.CLAIM_RESOURCE, new ObjectKey(reference.namespace(), reference.name()));
        return claim == null || !claim.uid().equals(reference.uid());
    }

    private static void released(StoredObject volume, Draft draft, List<PlannedWrite> events, ReconcileContext moment) {
        VolumeFacts facts = VolumeFacts.of(volume);
        boolean deletes = facts.reclaim().equals("Delete")
                && draft.annotation(PROVISIONED_BY).isEmpty();
        if (!deletes) {
            Bond.phase(draft, "Released", moment.now());
            return;
        }
        String message = "error getting deleter volume plugin for volume \""
                + volume.key().name() + "\": no deletable volume plugin matched";
        Bond.phase(draft, "Failed", moment.now());
        draft.status().put("message", message);
        var source = new EventWrite.Source("persistentvolume-controller", volume, "v1", "PersistentVolume");
        events.add(EventWrite.warning(source, "VolumeFailedDelete", message, volume.uid(), moment));
    }
}
