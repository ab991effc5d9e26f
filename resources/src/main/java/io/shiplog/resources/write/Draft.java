package io.shiplog.resources.write;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.write.Replacement.Part;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stored object that the control plane itself edits: its JSON tree, so that members which nobody here knows survive.
 * A draft that ends up with the content that it started from writes nothing. Mutable; whoever makes one owns it.
 */
public final class Draft {
    /** Numbers are equal by value: a parsed 3 is an int node, a computed one may be a long node. */
    private static final Comparator<JsonNode> BY_VALUE = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    };

    private final StoredObject stored;
    private final ObjectNode before;
    private final ObjectNode json;

    private Draft(StoredObject stored, ObjectNode before) {
        this.stored = stored;
        this.before = before;
        this.json = before.deepCopy();
    }

    public static Draft of(StoredObject stored) {
        ObjectNode tree = Json.parse(stored.json());
        if (tree.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("resourceVersion");
        }
        return new Draft(stored, tree);
    }

    public StoredObject stored() {
        return stored;
    }

    public ObjectNode json() {
        return json;
    }

    public ObjectNode metadata() {
        return object(json, "metadata");
    }

    public ObjectNode spec() {
        return object(json, "spec");
    }

    public ObjectNode status() {
        return object(json, "status");
    }

    public void annotate(String key, String value) {
        object(metadata(), "annotations").put(key, value);
    }

    public String annotation(String key) {
        return json.path("metadata").path("annotations").path(key).asString("");
    }

    public boolean changed() {
        return !json.equals(BY_VALUE, before);
    }

    /** What replaces the stored object, or nothing when the content is equal. */
    public Optional<PlannedWrite> write() {
        return write(Part.ALL);
    }

    /** As {@link #write()}, of an edit that touches a part of the object only. */
    public Optional<PlannedWrite> write(Part part) {
        return changed() ? Optional.of(new PlannedWrite.Editing(stored, before, json, part)) : Optional.empty();
    }

    /** Whether two trees are equal in content; the order of members and the width of numbers do not count. */
    public static boolean same(JsonNode a, JsonNode b) {
        return a.equals(BY_VALUE, b);
    }

    /** The object in member {@code name} of {@code parent}, added empty when there is none. */
    public static ObjectNode object(ObjectNode parent, String name) {
        return Trees.child(parent, name);
    }

    /** The list in member {@code name} of {@code parent}, added empty when there is none. */
    public static ArrayNode list(ObjectNode parent, String name) {
        return Trees.list(parent, name);
    }

    /** Sets an optional number as Go's {@code omitempty} prints it: zero is no member. */
    public static void putUnlessZero(ObjectNode parent, String name, long value) {
        if (value == 0) {
            parent.remove(name);
        } else {
            parent.set(name, JsonNodeFactory.instance.numberNode(value));
        }
    }

    /** Removes the elements of the list {@code name} that {@code gone} names, and the list when nothing is left. */
    public static void removeFrom(ObjectNode parent, String name, Predicate<JsonNode> gone) {
        Trees.removeFrom(parent, name, gone);
    }
}
