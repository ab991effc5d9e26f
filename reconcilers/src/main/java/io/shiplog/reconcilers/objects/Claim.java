package io.shiplog.reconcilers.objects;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which objects a controller's object owns, by selector and controller reference (pkg/controller's
 * ControllerRefManager, v1.34): what it controls and still selects stays; what it controls and no longer selects is
 * released; what it selects and nobody controls is adopted.
 *
 * @param owned what it controls and selects now
 * @param corrections the writes that adopt and release, each for itself
 */
public record Claim(List<StoredObject> owned, List<PlannedWrite> corrections) {
    public Claim {
        owned = List.copyOf(owned);
        corrections = List.copyOf(corrections);
    }

    /** The corrections as proposals, each for itself: one that loses holds no other up. */
    public List<Step> steps() {
        return corrections.stream()
                .map(write -> new Step("patch", List.of(write)))
                .toList();
    }

    /** Claims among {@code candidates}, all of one kind and in the owner's namespace. */
    public static Claim of(
            StoredObject owner, OwnerReference reference, LabelSelector selector, Collection<StoredObject> candidates) {
        return of(owner, reference, selector, candidates, "");
    }

    /**
     * As {@link #of(StoredObject, OwnerReference, LabelSelector, Collection)}, of a controller that holds what it owns.
     *
     * @param finalizer what an object gets when it is adopted and loses when it is released; empty for none
     */
    public static Claim of(
            StoredObject owner,
            OwnerReference reference,
            LabelSelector selector,
            Collection<StoredObject> candidates,
            String finalizer) {
        var owned = new ArrayList<StoredObject>();
        var corrections = new ArrayList<PlannedWrite>();
        for (StoredObject candidate : candidates) {
            Owner controller = candidate.facts().controller();
            boolean selected = selector.matches(candidate.facts().labels());
            if (controller == null) {
                boolean adoptable = selected
                        && !owner.facts().deleting()
                        && !candidate.facts().deleting();
                if (adoptable) {
                    corrections.add(adopted(candidate, reference, finalizer));
                }
            } else if (controller.uid().equals(owner.uid())) {
                if (selected) {
                    owned.add(candidate);
                } else if (!owner.facts().deleting()) {
                    corrections.add(released(candidate, owner.uid(), finalizer));
                }
            }
        }
        return new Claim(owned, corrections);
    }

    /**
     * What {@code owner} can have a claim on: what it controls, and what nobody controls. No other object is looked at.
     */
    public static List<StoredObject> candidates(View view, StoredObject owner, GroupResource resource) {
        var candidates = new ArrayList<StoredObject>();
        for (StoredObject owned : view.ownedBy(owner.uid())) {
            Owner controller = owned.facts().controller();
            boolean controlled = controller != null && controller.uid().equals(owner.uid());
            if (controlled && owned.resource().equals(resource)) {
                candidates.add(owned);
            }
        }
        candidates.addAll(view.uncontrolled(resource, owner.key().namespace()));
        return candidates;
    }

    private static PlannedWrite adopted(StoredObject candidate, OwnerReference reference, String finalizer) {
        Draft draft = Draft.of(candidate);
        var references = Draft.list(draft.metadata(), "ownerReferences");
        references.removeIf(owner -> owner.path("uid").asString("").equals(reference.uid()));
        references.add(reference.json());
        if (!finalizer.isEmpty() && !candidate.facts().finalizers().contains(finalizer)) {
            Draft.list(draft.metadata(), "finalizers").add(finalizer);
        }
        return draft.write().orElseThrow();
    }

    private static PlannedWrite released(StoredObject candidate, String uid, String finalizer) {
        Draft draft = Draft.of(candidate);
        Draft.removeFrom(
                draft.metadata(),
                "ownerReferences",
                owner -> owner.path("uid").asString("").equals(uid));
        Draft.removeFrom(
                draft.metadata(), "finalizers", name -> name.asString("").equals(finalizer));
        return draft.write().orElseThrow();
    }
}
