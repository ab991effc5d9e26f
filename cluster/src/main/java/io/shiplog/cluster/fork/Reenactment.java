package io.shiplog.cluster.fork;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.diff.TakenBack;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.write.Creation;
import io.shiplog.resources.write.Deletion;
import io.shiplog.resources.write.DeletionOptions;
import io.shiplog.resources.write.DeletionOptions.Propagation;
import io.shiplog.resources.write.ObjectChange;
import io.shiplog.resources.write.Replacement;
import io.shiplog.resources.write.Replacement.Part;
import io.shiplog.resources.write.Target;
import io.shiplog.resources.write.WriteRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorded change made again, on a cluster that may have gone another way: a creation under the uid that was
 * recorded, a deletion as it was asked for, and of an update the fields that it set. It passes defaulting, admission
 * and validation like the first time. Pure.
 *
 * @param verb the verb of the recorded request
 * @param now the time of the replay
 */
public record Reenactment(Change change, String verb, Instant now) implements WriteRequest {
    /** What the server gives an object, and not whoever writes it. */
    private static final List<String> GIVEN = List.of(
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields",
            "selfLink",
            "uid");

    private static final Set<String> ADDRESSES = Set.of("clusterIP", "clusterIPs");

    @Override
    public Decision decide(View view) {
        Kinds kinds = Kinds.of(view);
        Kind preferred = kinds.preferred(change.resource());
        if (preferred == null) {
            return new Decision.Refused(
                    Refusal.notFound(change.resource(), change.key().name()));
        }
        Kind kind = preferred.storage();
        Target target = new Target(kind, change.key().namespace(), change.key().name());
        return request(view, kinds, target).decide(view);
    }

    private WriteRequest request(View view, Kinds kinds, Target target) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        if (before == null && after != null) {
            return created(view, kinds, target, after);
        }
        if (before != null && after != null) {
            boolean marked = !before.facts().deleting() && after.facts().deleting();
            return marked || verb.equals("delete")
                    ? new Deletion(target, options(before, after), now)
                    : updated(target, specified(target.kind(), before), specified(target.kind(), after), before, after);
        }
        return before != null && before.facts().deleting() && !verb.startsWith("delete")
                ? new Replacement(target, Reenactment::unheld, Part.ALL, false)
                : new Deletion(target, DeletionOptions.BACKGROUND, now);
    }

    private WriteRequest created(View view, Kinds kinds, Target target, StoredObject recorded) {
        ObjectNode wanted = Trees.of(recorded);
        Trees.metadata(wanted).remove(GIVEN);
        if (wanted.get("spec") instanceof ObjectNode spec
                && target.kind().plural().equals("services")
                && !spec.path("clusterIP").asString("").equals("None")) {
            spec.remove(List.copyOf(ADDRESSES));
        }
        for (JsonNode reference : Trees.metadata(wanted).path("ownerReferences")) {
            String owner = owner(view, kinds, reference);
            if (owner != null && reference instanceof ObjectNode mended) {
                mended.put("uid", owner);
            }
        }
        ObjectNode prepared = Creation.prepared(target.kind(), wanted, now, recorded.uid(), Creation.Author.CLIENT);
        return new Creation(target, prepared, Creation.Author.CLIENT);
    }

    /** The uid of an owner in the view, which a controller may have made anew. */
    private @Nullable String owner(View view, Kinds kinds, JsonNode reference) {
        ObjectRef ref = kinds.owner(reference, change.key().namespace());
        StoredObject owner = ref == null ? null : view.get(ref);
        return owner == null ? null : owner.uid();
    }

    private static DeletionOptions options(StoredObject before, StoredObject after) {
        List<String> had = before.facts().finalizers();
        List<String> has = after.facts().finalizers();
        Propagation propagation = has.contains("foregroundDeletion") && !had.contains("foregroundDeletion")
                ? Propagation.FOREGROUND
                : has.contains("orphan") && !had.contains("orphan") ? Propagation.ORPHAN : Propagation.BACKGROUND;
        long grace = Trees.number(Trees.of(after), 0, "metadata", "deletionGracePeriodSeconds");
        return new DeletionOptions(grace, "", "", propagation);
    }

    private static WriteRequest updated(
            Target target, ObjectNode before, ObjectNode after, StoredObject was, StoredObject is) {
        Kind kind = target.kind();
        if (kind.has("status") && before.equals(after)) {
            ObjectNode statusWas = status(was);
            ObjectNode statusIs = status(is);
            return new Replacement(
                    target,
                    current -> new ObjectChange.Edited(TakenBack.again(current, statusWas, statusIs, kind.schema())),
                    Part.STATUS,
                    false);
        }
        return new Replacement(
                target,
                current -> new ObjectChange.Edited(TakenBack.again(current, before, after, kind.schema())),
                Part.ALL,
                false);
    }

    private static ObjectNode status(StoredObject object) {
        return Trees.of(object).retain("status");
    }

    private static ObjectNode specified(Kind kind, StoredObject object) {
        ObjectNode tree = Trees.of(object);
        Trees.metadata(tree).remove(GIVEN);
        if (kind.has("status")) {
            tree.remove("status");
        }
        return tree;
    }

    private static ObjectChange.Edit unheld(ObjectNode current) {
        Trees.metadata(current).remove("finalizers");
        return new ObjectChange.Edited(current);
    }
}
