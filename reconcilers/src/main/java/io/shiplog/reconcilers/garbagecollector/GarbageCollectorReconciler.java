package io.shiplog.reconcilers.garbagecollector;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectFacts;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects objects whose owners are gone, and ends deletions (pkg/controller/garbagecollector, v1.34).
 *
 * <p>The rule, for an object that is being deleted: with the {@code orphan} finalizer, its dependents forget it, then
 * the finalizer goes; with {@code foregroundDeletion}, the finalizer goes when no dependent blocks it any more; without
 * any finalizer, the object goes. For an object with owners that is not being deleted: an owner that is there and does
 * not wait for its dependents keeps it, and references to others are dropped; otherwise it is deleted. Objects that
 * wait for one another in a circle are freed by dropping what blocks.
 *
 * <p>An owner that is not in the view is gone: it was there before any reference to its uid, and a view is all of the
 * cluster up to one moment.
 */
public final class GarbageCollectorReconciler implements Reconciler {
    private static final int CHUNK = 100;

    @Override
    public String name() {
        return "garbagecollector";
    }

    @Override
    public Watches watches() {
        return Watches.everything(GarbageCollectorReconciler::dependentsAndOwners);
    }

    private static Collection<ObjectRef> dependentsAndOwners(Change change, View view) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        Set<ObjectRef> refs = new LinkedHashSet<>();
        if (before != null && after != null && before.uid().equals(after.uid()) && sameFate(before, after)) {
            return refs;
        }
        if (after != null
                && (after.facts().deleting() || !after.facts().owners().isEmpty())) {
            refs.add(new ObjectRef(after.resource(), after.key()));
        }
        if (before != null) {
            for (StoredObject dependent : view.ownedBy(before.uid())) {
                refs.add(new ObjectRef(dependent.resource(), dependent.key()));
            }
            addWaitingOwners(view, before, refs);
        }
        return refs;
    }

    /** Whether nothing changed that decides if an object lives: its owners, its finalizers, its deletion. */
    private static boolean sameFate(StoredObject before, StoredObject after) {
        ObjectFacts was = before.facts();
        ObjectFacts is = after.facts();
        return was.owners().equals(is.owners())
                && was.finalizers().equals(is.finalizers())
                && Objects.equals(was.deletionTimestamp(), is.deletionTimestamp());
    }

    private static void addWaitingOwners(View view, StoredObject dependent, Set<ObjectRef> refs) {
        for (Owner owner : dependent.facts().owners()) {
            Ownership ownership = Ownership.of(view, owner, dependent.key().namespace());
            if (ownership instanceof Ownership.Present present
                    && present.owner().facts().deleting()) {
                refs.add(new ObjectRef(
                        present.owner().resource(), present.owner().key()));
            }
        }
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject object = view.get(ref.resource(), ref.key());
        if (object == null) {
            return Plan.EMPTY;
        }
        if (object.facts().deleting()) {
            return plan(null, ended(view, object));
        }
        return object.facts().owners().isEmpty() ? Plan.EMPTY : owned(view, object, moment.now());
    }

    private static List<PlannedWrite> ended(View view, StoredObject object) {
        List<String> finalizers = object.facts().finalizers();
        if (finalizers.isEmpty()) {
            return ControllerDeletion.isOver(rules(view, object), object)
                    ? ControllerDeletion.now(object).stream().toList()
                    : List.of();
        }
        if (finalizers.contains(Finalizers.ORPHAN)) {
            var forgetting = new ArrayList<PlannedWrite>();
            for (StoredObject dependent : view.ownedBy(object.uid())) {
                if (forgetting.size() < CHUNK) {
                    without(dependent, Set.of(object.uid())).ifPresent(forgetting::add);
                }
            }
            return forgetting.isEmpty()
                    ? ControllerDeletion.released(rules(view, object), object, Finalizers.ORPHAN).stream()
                            .toList()
                    : forgetting;
        }
        if (finalizers.contains(Finalizers.FOREGROUND) && blocking(view, object).isEmpty()) {
            return ControllerDeletion.released(rules(view, object), object, Finalizers.FOREGROUND).stream()
                    .toList();
        }
        return List.of();
    }

    private static List<StoredObject> blocking(View view, StoredObject owner) {
        return view.ownedBy(owner.uid()).stream()
                .filter(dependent -> dependent.facts().owners().stream()
                        .anyMatch(reference -> reference.uid().equals(owner.uid()) && reference.blockOwnerDeletion()))
                .toList();
    }

    private static Plan owned(View view, StoredObject object, Instant now) {
        boolean kept = false;
        boolean waitedFor = false;
        var gone = new HashSet<String>();
        var waiting = new HashSet<String>();
        for (Owner owner : object.facts().owners()) {
            switch (Ownership.of(view, owner, object.key().namespace())) {
                case Ownership.Present present
                when present.waits() -> {
                    waitedFor = true;
                    waiting.add(owner.uid());
                }
                case Ownership.Present _, Ownership.Unknown _ -> kept = true;
                case Ownership.Absent _ -> gone.add(owner.uid());
            }
        }
        if (kept) {
            waiting.addAll(gone);
            return plan(
                    "patch",
                    waiting.isEmpty()
                            ? List.of()
                            : without(object, waiting).stream().toList());
        }
        return plan("delete", deleted(view, object, waitedFor, now).stream().toList());
    }

    private static Optional<PlannedWrite> deleted(View view, StoredObject object, boolean waitedFor, Instant now) {
        List<String> finalizers = object.facts().finalizers();
        Collection<StoredObject> dependents = view.ownedBy(object.uid());
        boolean foreground = finalizers.contains(Finalizers.FOREGROUND) || (waitedFor && !dependents.isEmpty());
        if (!foreground || finalizers.contains(Finalizers.ORPHAN)) {
            return ControllerDeletion.of(rules(view, object), object, now);
        }
        boolean circle =
                waitedFor && dependents.stream().anyMatch(dependent -> new Ownership.Present(dependent).waits());
        return circle && blocksAnOwner(object)
                ? unblocking(object)
                : ControllerDeletion.foreground(rules(view, object), object, now);
    }

    private static Rules rules(View view, StoredObject object) {
        return Kinds.of(view).rules(object.resource());
    }

    private static boolean blocksAnOwner(StoredObject object) {
        return object.facts().owners().stream().anyMatch(Owner::blockOwnerDeletion);
    }

    /** The object when it no longer keeps its owners waiting; its own deletion is the next step. */
    private static Optional<PlannedWrite> unblocking(StoredObject object) {
        Draft draft = Draft.of(object);
        Draft.list(draft.metadata(), "ownerReferences").forEach(owner -> {
            if (owner instanceof ObjectNode reference) {
                reference.put("blockOwnerDeletion", false);
            }
        });
        return draft.write();
    }

    private static Optional<PlannedWrite> without(StoredObject dependent, Set<String> owners) {
        Draft draft = Draft.of(dependent);
        Draft.removeFrom(
                draft.metadata(),
                "ownerReferences",
                owner -> owners.contains(owner.path("uid").asString("")));
        return draft.write();
    }

    /** @param verb null: delete for what removes the object, patch for what edits it */
    private static Plan plan(@Nullable String verb, List<PlannedWrite> writes) {
        if (writes.isEmpty()) {
            return Plan.EMPTY;
        }
        var steps = new ArrayList<Step>(writes.size());
        for (PlannedWrite write : writes) {
            String told = write.removes() ? "delete" : "patch";
            steps.add(new Step(verb == null ? told : verb, List.of(write)));
        }
        return new Plan(steps, null);
    }
}
