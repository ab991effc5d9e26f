package io.shiplog.apiserver.store;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and arranging the JSON trees of objects. */
public final class Documents {
    private static final List<String> HEAD = List.of("kind", "apiVersion", "metadata", "spec");

    private Documents() {}

    /** A fresh tree of a stored object, its resourceVersion included. */
    public static ObjectNode tree(StoredObject object) {
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

    /** The object's bytes as a write carries them: without resourceVersion, members in the usual order. */
    public static byte[] forWrite(ObjectNode object) {
        ObjectNode ordered = ordered(object);
        if (ordered.get("metadata") instanceof ObjectNode metadata && metadata.has("resourceVersion")) {
            ObjectNode bare = metadata.deepCopy();
            bare.remove("resourceVersion");
            ordered.set("metadata", bare);
        }
        return Json.bytes(ordered);
    }

    /** The same members with kind, apiVersion, metadata and spec first and status last. */
    static ObjectNode ordered(ObjectNode object) {
        ObjectNode ordered = Json.object();
        for (String member : HEAD) {
            JsonNode value = object.get(member);
            if (value != null) {
                ordered.set(member, value);
            }
        }
        for (var property : object.properties()) {
            if (!HEAD.contains(property.getKey()) && !property.getKey().equals("status")) {
                ordered.set(property.getKey(), property.getValue());
            }
        }
        JsonNode status = object.get("status");
        if (status != null) {
            ordered.set("status", status);
        }
        return ordered;
    }

    /** Whether two trees differ in nothing but their resourceVersion. */
    static boolean sameButVersion(ObjectNode left, ObjectNode right) {
        return withoutVersion(left).equals(withoutVersion(right));
    }

    private static ObjectNode withoutVersion(ObjectNode object) {
        if (!(object.get("metadata") instanceof ObjectNode metadata) || !metadata.has("resourceVersion")) {
            return object;
        }
        ObjectNode copy = object.deepCopy();
        metadata(copy).remove("resourceVersion");
        return copy;
    }
}
