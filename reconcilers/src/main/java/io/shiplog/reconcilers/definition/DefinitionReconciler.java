package io.shiplog.reconcilers.definition;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.definition.DefinitionStatus;
import io.shiplog.resources.kinds.definition.Definitions;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.Replacement.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Keeps the status of definitions, and clears out those that are ending (apiextensions' naming, establishing and
 * finalizing controllers, v1.34).
 *
 * <p>The rule: a definition has those of the names it wants that no other one of its group had before, and is served
 * once it had them all. One that is being deleted has its objects deleted; when none is left, and no more can be on its
 * way, its finalizer goes and the definition with it.
 */
public final class DefinitionReconciler implements Reconciler {
    private static final GroupResource DEFINITIONS = Definitions.KIND.resource();

    /** How long a definition is kept at least: an API server that had not folded its deletion may let objects in. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** Deletions in one plan; the return of the first wakes the next. */
    private static final int CHUNK = 200;

    @Override
    public String name() {
        return "definition";
    }

    @Override
    public Watches watches() {
        return Watches.of(DEFINITIONS, DefinitionReconciler::sameGroup)
                .withOthers(DefinitionReconciler::endingDefinition);
    }

    /** A name that one has given up may be what another one waits for. */
    private static Collection<ObjectRef> sameGroup(Change change, View view) {
        List<ObjectRef> refs = new ArrayList<>();
        refs.add(new ObjectRef(DEFINITIONS, change.key()));
        String group = Definitions.declaredBy(change.key()).group();
        for (StoredObject other : view.list(DEFINITIONS)) {
            if (!other.key().equals(change.key())
                    && Definitions.declaredBy(other.key()).group().equals(group)) {
                refs.add(other.ref());
            }
        }
        return refs;
    }

    private static Collection<ObjectRef> endingDefinition(Change change, View view) {
        if (!change.resource().group().contains(".")) {
            return List.of();
        }
        ObjectKey key = Definitions.declaring(change.resource());
        StoredObject definition = view.get(DEFINITIONS, key);
        return definition != null && definition.facts().deleting()
                ? List.of(new ObjectRef(DEFINITIONS, key))
                : List.of();
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject definition = view.get(DEFINITIONS, ref.key());
        if (definition == null) {
            return Plan.EMPTY;
        }
        return definition.facts().deleting() ? cleared(view, definition, moment) : settled(view, definition, moment);
    }

    private static Plan settled(View view, StoredObject definition, ReconcileContext moment) {
        Draft draft = Draft.of(definition);
        DefinitionStatus.settle(draft.json(), view, moment.now());
        return draft.write(Part.STATUS)
                .map(write -> new Plan(List.of(new Step("update", List.of(write))), null))
                .orElse(Plan.EMPTY);
    }

    private static Plan cleared(View view, StoredObject definition, ReconcileContext moment) {
        if (!definition.facts().finalizers().contains(Definitions.CLEANUP)) {
            return Plan.EMPTY;
        }
        GroupResource resource = Definitions.declaredBy(definition.key());
        Collection<StoredObject> objects = view.list(resource);
        Instant asked = Times.parse(definition.facts().deletionTimestamp());
        Instant end = asked == null ? moment.now() : asked.plus(GRACE);
        Rules rules = Kinds.of(view).rules(Definitions.KIND.resource());
        List<Step> steps = new ArrayList<>();
        if (objects.isEmpty() && !end.isAfter(moment.now())) {
            ControllerDeletion.released(rules, definition, Definitions.CLEANUP)
                    .ifPresent(write -> steps.add(new Step("update", List.of(write))));
            return new Plan(steps, null);
        }
        Draft draft = Draft.of(definition);
        DefinitionStatus.terminating(
                draft.json(), "InstanceDeletionInProgress", "CustomResource deletion is in progress", moment.now());
        draft.write(Part.STATUS).ifPresent(write -> steps.add(new Step("update", List.of(write))));
        Rules ofObjects = Kinds.of(view).rules(resource);
        for (StoredObject object : objects) {
            if (steps.size() < CHUNK) {
                ControllerDeletion.of(ofObjects, object, moment.now())
                        .ifPresent(write -> steps.add(new Step("delete", List.of(write))));
            }
        }
        return new Plan(steps, objects.isEmpty() ? end : null);
    }
}
