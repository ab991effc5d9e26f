package io.shiplog.resources.write;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.write.Creation.Author;
import io.shiplog.resources.write.Replacement.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A write that a part of the control plane wants, as the tree that it made or edited. {@link #decide} gives it the life
 * cycle that the API gives to a client's: defaults and first members, policies, validation, quotas, what goes along. An
 * object of a kind that nobody declares goes as it is. Its trees are not changed, so it can be decided about again.
 */
public sealed interface PlannedWrite {

    GroupResource resource();

    ObjectKey key();

    default ObjectRef ref() {
        return new ObjectRef(resource(), key());
    }

    /** Whether the object goes at once. */
    default boolean removes() {
        return this instanceof Deleting(Write write) && write.object() == null;
    }

    /** A new object. */
    record Creating(GroupResource resource, ObjectKey key, String uid, ObjectNode object) implements PlannedWrite {}

    /**
     * An object that is edited.
     *
     * @param current the version that the edit is made of
     * @param before its tree
     * @param object the edited one; the two may share parts
     * @param part what the edit may touch: of {@link Part#ALL}, the status too
     */
    record Editing(StoredObject current, ObjectNode before, ObjectNode object, Part part) implements PlannedWrite {
        @Override
        public GroupResource resource() {
            return current.resource();
        }

        @Override
        public ObjectKey key() {
            return current.key();
        }

        /** No rule looks at what the cluster observed: such an edit has nothing that could be prepared or refused. */
        boolean touchesStatusOnly() {
            return before.propertyStream().allMatch(member -> isKept(member.getKey()))
                    && object.propertyStream()
                            .allMatch(member -> before.has(member.getKey()) || isKept(member.getKey()));
        }

        private boolean isKept(String member) {
            JsonNode was = before.path(member);
            JsonNode is = object.path(member);
            return was == is || member.equals("status") || Draft.same(was, is);
        }
    }

    /**
     * A deletion, or the mark of one, which {@link Deletion} has decided; what goes along with it is still to be found.
     */
    record Deleting(Write write) implements PlannedWrite {
        @Override
        public GroupResource resource() {
            return write.resource();
        }

        @Override
        public ObjectKey key() {
            return write.key();
        }
    }

    /** What becomes of it in a view, whose kinds count. */
    default Decision decide(View view, Instant now) {
        Kinds kinds = Kinds.of(view);
        return decide(
                view,
                switch (this) {
                    case Creating creating -> kind(kinds, creating.object());
                    case Editing editing -> kind(kinds, editing.before());
                    case Deleting _ -> kinds.preferred(resource());
                },
                now);
    }

    /** As {@link #decide(View, Instant)}, of an object whose kind is known; null: nobody declares it. */
    default Decision decide(View view, @Nullable Kind kind, Instant now) {
        return switch (this) {
            case Creating(GroupResource resource, ObjectKey key, String uid, ObjectNode object) ->
                kind == null
                        ? new Decision.Propose(List.of(Writes.create(resource, key, uid, object)))
                        : new Creation(
                                        new Target(kind, key.namespace(), key.name()),
                                        Creation.prepared(kind, object.deepCopy(), now, uid, Author.CONTROLLER),
                                        Author.CONTROLLER)
                                .decide(view);
            case Editing editing ->
                kind == null || editing.touchesStatusOnly()
                        ? new Decision.Propose(List.of(Writes.replace(editing.current(), editing.object())))
                        : Replacement.edited(view, new Target(kind, key().namespace(), key().name()), editing);
            case Deleting(Write write) -> new Decision.Propose(withCompanions(view, kind, write));
        };
    }

    private static @Nullable Kind kind(Kinds kinds, ObjectNode object) {
        return kinds.byApiVersion(
                object.path("apiVersion").asString(""), object.path("kind").asString(""));
    }

    private static List<Write> withCompanions(View view, @Nullable Kind kind, Write write) {
        StoredObject gone = write.object() == null ? view.get(write.resource(), write.key()) : null;
        if (gone == null || kind == null) {
            return List.of(write);
        }
        List<Write> writes = new ArrayList<>();
        writes.add(write);
        writes.addAll(kind.storage().rules().companions().deleting(view, gone));
        return writes;
    }
}
