package io.shiplog.journal.codec;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;

/** The key of a record of {@code assignments}: a pod that a node runs, or an object that pods of the node name. */
public sealed interface AssignmentKey {
    /** The node that the record is for. */
    String node();

    /** The key as the topic has it. */
    String text();

    /** {@code node/pod-uid}. */
    record Pod(String node, String uid) implements AssignmentKey {
        @Override
        public String text() {
            return node + "/" + uid;
        }
    }

    /** {@code node/resource/namespace/name}, the resource being {@code configmaps} or {@code secrets}. */
    record Named(String node, ObjectRef object) implements AssignmentKey {
        @Override
        public String text() {
            return node + "/" + object.resource() + "/" + object.key();
        }
    }

    /**
     * Reads a key.
     *
     * @throws UnreadableValueException when it is none
     */
    static AssignmentKey parse(String text) {
        String[] parts = text.split("/", -1);
        return switch (parts.length) {
            case 2 -> new Pod(parts[0], parts[1]);
            case 4 ->
                new Named(parts[0], new ObjectRef(GroupResource.parse(parts[1]), new ObjectKey(parts[2], parts[3])));
            default -> throw new UnreadableValueException("not the key of an assignment: " + text);
        };
    }
}
