package io.shiplog.resources.json;

import io.shiplog.objects.StoredObject;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and editing the JSON trees of objects. */
public final class Trees {
    private Trees() {}

    /** A fresh tree of a stored object, its resourceVersion included. */
    public static ObjectNode of(StoredObject object) {
        return Json.parse(object.json());
    }

    /** The object's metadata, added empty when it is missing or not an object. */
    public static ObjectNode metadata(ObjectNode object) {
        return child(object, "metadata");
    }

    /** A member that is an object, added empty when it is missing or something else. */
    public static ObjectNode child(ObjectNode object, String member) {
        return object.get(member) instanceof ObjectNode found ? found : object.putObject(member);
    }

    /** A member that is a list, added empty when it is missing or something else. */
    public static ArrayNode list(ObjectNode object, String member) {
        return object.get(member) instanceof ArrayNode found ? found : object.putArray(member);
    }

    /** Removes the elements of a list that {@code gone} names, and the list when nothing is left. */
    public static void removeFrom(ObjectNode object, String member, Predicate<JsonNode> gone) {
        if (object.get(member) instanceof ArrayNode elements) {
            elements.removeIf(gone);
            if (elements.isEmpty()) {
                object.remove(member);
            }
        }
    }

    /** A string member, empty when it is missing or no string. */
    public static String text(ObjectNode object, String member) {
        JsonNode value = object.get(member);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    /** A string at a path of members, empty when it is not there. */
    public static String text(JsonNode object, String... path) {
        JsonNode at = object;
        for (String member : path) {
            at = at.path(member);
        }
        return at.isString() ? at.stringValue() : "";
    }

    /** A whole number at a path of members, {@code otherwise} when it is not there. */
    public static long number(JsonNode object, long otherwise, String... path) {
        JsonNode at = object;
        for (String member : path) {
            at = at.path(member);
        }
        return at.isIntegralNumber() ? at.longValue() : otherwise;
    }
}
