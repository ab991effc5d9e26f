package io.shiplog.resources.defaults;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sets what is absent. An empty string and a null are absent too, as they are in Go's structs. */
public final class Fill {
    private Fill() {}

    public static void text(ObjectNode object, String name, String value) {
        if (isAbsent(object, name)) {
            object.put(name, value);
        }
    }

    public static void number(ObjectNode object, String name, int value) {
        if (isAbsent(object, name)) {
            object.put(name, value);
        }
    }

    public static void bool(ObjectNode object, String name, boolean value) {
        if (isAbsent(object, name)) {
            object.put(name, value);
        }
    }

    public static void node(ObjectNode object, String name, JsonNode value) {
        if (isAbsent(object, name)) {
            object.set(name, value);
        }
    }

    /** The member as an object, made empty when absent. A member of another type is left to validation. */
    public static ObjectNode object(ObjectNode parent, String name) {
        if (isAbsent(parent, name)) {
            parent.set(name, JsonNodeFactory.instance.objectNode());
        }
        return parent.get(name) instanceof ObjectNode present ? present : JsonNodeFactory.instance.objectNode();
    }

    /** Calls back with the member when it is an object. */
    public static void in(ObjectNode parent, String name, Consumer<ObjectNode> action) {
        if (parent.get(name) instanceof ObjectNode present) {
            action.accept(present);
        }
    }

    /** Calls back with every object of the member, which may be absent or a list. */
    public static void each(ObjectNode parent, String name, Consumer<ObjectNode> action) {
        for (JsonNode item : parent.path(name)) {
            if (item instanceof ObjectNode object) {
                action.accept(object);
            }
        }
    }

    public static boolean isAbsent(ObjectNode object, String name) {
        JsonNode value = object.path(name);
        return value.isMissingNode()
                || value.isNull()
                || value.isString() && value.stringValue().isEmpty();
    }
}
