package io.shiplog.apiserver.ask;

import io.shiplog.apiserver.ask.TakeBack.Step;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.diff.FieldChange;
import io.shiplog.resources.diff.TakenBack;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.write.Creation;
import io.shiplog.resources.write.Deletion;
import io.shiplog.resources.write.DeletionOptions;
import io.shiplog.resources.write.ObjectChange;
import io.shiplog.resources.write.Replacement;
import io.shiplog.resources.write.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plans what takes a change back, or brings an object back as it was, on the cluster as it is now. Pure.
 *
 * @param now the present
 * @param kinds of the present
 * @param uids makes new ones
 * @param created the uids of what the same plan creates, which this adds to
 */
record Planner(View now, Kinds kinds, Instant time, Supplier<String> uids, Map<ObjectRef, String> created) {
    /** What the server gives an object, and not whoever brings it back. */
    private static final Set<String> GIVEN = Set.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields",
            "selfLink");

    /** Takes back what a change did to one object. */
    Step undo(Change change) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        StoredObject current = now.get(change.resource(), change.key());
        Kind kind = kinds.preferred(change.resource());
        if (kind == null) {
            return nothing(change.resource(), change.key(), "there is no such kind any more");
        }
        if (after == null && before != null) {
            return current == null
                    ? create(kind.storage(), before)
                    : nothing(change.resource(), change.key(), "it is there again");
        }
        if (current == null) {
            return nothing(change.resource(), change.key(), "it is gone: restore brings it back");
        }
        if (after != null && !current.uid().equals(after.uid())) {
            return nothing(change.resource(), change.key(), "another object has its name now");
        }
        return before == null || after == null
                ? delete(kind.storage(), current)
                : revert(kind.storage(), current, before, after);
    }

    /** Makes an object what it was. */
    Step restore(StoredObject then) {
        Kind kind = kinds.preferred(then.resource());
        if (kind == null) {
            return nothing(then.resource(), then.key(), "there is no such kind any more");
        }
        StoredObject current = now.get(then.resource(), then.key());
        if (current == null) {
            return create(kind.storage(), then);
        }
        ObjectNode wanted = Trees.of(then);
        List<String> notes = new ArrayList<>();
        mendOwners(Trees.metadata(wanted), then.key().namespace(), notes);
        return replace(kind.storage(), current, wanted, notes);
    }

    private Step revert(Kind kind, StoredObject current, StoredObject before, StoredObject after) {
        TakenBack back =
                TakenBack.of(specified(kind, current), specified(kind, before), specified(kind, after), kind.schema());
        List<String> notes = back.conflicts().stream()
                .map(path -> path + " was changed again since, and stays")
                .toList();
        return replace(kind, current, back.object(), notes);
    }

    /** An object without what a write of the object itself cannot set. */
    private static ObjectNode specified(Kind kind, StoredObject object) {
        ObjectNode tree = Trees.of(object);
        Trees.metadata(tree).remove(List.copyOf(GIVEN));
        if (kind.has("status")) {
            tree.remove("status");
        }
        return tree;
    }

    private Step replace(Kind kind, StoredObject current, ObjectNode wanted, List<String> notes) {
        ObjectNode is = Trees.of(current);
        ObjectNode metadata = Trees.metadata(wanted);
        metadata.remove(List.copyOf(GIVEN));
        for (String given : GIVEN) {
            JsonNode value = Trees.metadata(is).get(given);
            if (value != null) {
                metadata.set(given, value);
            }
        }
        if (kind.has("status")) {
            wanted.remove("status");
            if (is.has("status")) {
                wanted.set("status", is.get("status"));
            }
        }
        List<FieldChange> changes = FieldChange.between(is, wanted, kind.schema());
        ObjectChange change = stored -> new ObjectChange.Edited(wanted.deepCopy());
        return new Step(
                current.resource(),
                current.key(),
                "update",
                changes,
                notes,
                changes.isEmpty()
                        ? null
                        : new Replacement(target(kind, current.key()), change, Replacement.Part.ALL, true));
    }

    private Step create(Kind kind, StoredObject then) {
        ObjectNode wanted = Trees.of(then);
        ObjectNode metadata = Trees.metadata(wanted);
        metadata.remove(List.copyOf(GIVEN));
        List<String> notes = new ArrayList<>();
        mendOwners(metadata, then.key().namespace(), notes);
        if (wanted.get("spec") instanceof ObjectNode spec && kind.plural().equals("pods")) {
            spec.remove("nodeName");
        }
        ObjectNode shown = wanted.deepCopy();
        if (kind.has("status")) {
            shown.remove("status");
        }
        // An owner that comes back with it has another uid in each plan.
        for (JsonNode reference : Trees.metadata(shown).path("ownerReferences")) {
            if (reference instanceof ObjectNode named) {
                named.remove("uid");
            }
        }
        String uid = uids.get();
        created.put(then.ref(), uid);
        ObjectNode prepared = Creation.prepared(kind, wanted, time, uid, Creation.Author.CLIENT);
        return new Step(
                then.resource(),
                then.key(),
                "create",
                FieldChange.between(null, shown, kind.schema()),
                notes,
                new Creation(target(kind, then.key()), prepared, Creation.Author.CLIENT));
    }

    /** Owners that were made anew have another uid; those that are gone would have the object collected. */
    private void mendOwners(ObjectNode metadata, String namespace, List<String> notes) {
        if (!metadata.path("ownerReferences").isArray()) {
            return;
        }
        Trees.removeFrom(metadata, "ownerReferences", reference -> {
            String owner = owner(reference, namespace);
            if (owner == null) {
                notes.add("its owner " + reference.path("kind").asString("") + " "
                        + reference.path("name").asString("") + " is gone");
            } else if (reference instanceof ObjectNode mended) {
                mended.put("uid", owner);
            }
            return owner == null;
        });
    }

    /** The uid of an owner that is there, or will be. */
    private @Nullable String owner(JsonNode reference, String namespace) {
        ObjectRef ref = kinds.owner(reference, namespace);
        if (ref == null) {
            return null;
        }
        StoredObject owner = now.get(ref);
        return owner == null ? created.get(ref) : owner.uid();
    }

    private Step delete(Kind kind, StoredObject current) {
        var options = new DeletionOptions(
                null, current.uid(), Long.toString(current.resourceVersion()), DeletionOptions.Propagation.BACKGROUND);
        return new Step(
                current.resource(),
                current.key(),
                "delete",
                List.of(),
                List.of(),
                new Deletion(target(kind, current.key()), options, time));
    }

    private static Target target(Kind kind, ObjectKey key) {
        return new Target(kind, key.namespace(), key.name());
    }

    private static Step nothing(GroupResource resource, ObjectKey key, String why) {
        return new Step(resource, key, "update", List.of(), List.of(why), null);
    }
}
