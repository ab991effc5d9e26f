package io.shiplog.resources.json;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reading and moving members of trees. */
public final class Members {
    private Members() {}

    /** The member as an object; made when absent. A member of another type is left for the schema check to refuse. */
    public static ObjectNode object(ObjectNode parent, String name) {
        JsonNode value = parent.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return parent.putObject(name);
        }
        return value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** The member as an object, an empty one when absent; the parent does not change. */
    public static ObjectNode read(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    public static String text(JsonNode parent, String name) {
        return parent.path(name).asString("");
    }

    /** Makes the member what it is in {@code from}, absence included. */
    public static void carry(String name, ObjectNode from, ObjectNode to) {
        JsonNode value = from.get(name);
        if (value == null) {
            to.remove(name);
        } else {
            to.set(name, value.deepCopy());
        }
    }

    public static void carryIfAbsent(String name, ObjectNode from, ObjectNode to) {
        JsonNode value = to.path(name);
        if (value.isMissingNode()
                || value.isNull()
                || value.isString() && value.stringValue().isEmpty()) {
            carry(name, from, to);
        }
    }

    public static Set<String> with(Collection<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(Set.of(more));
        return all;
    }
}
