package io.shiplog.apiserver.store;

import io.shiplog.journal.StoredObject;
import io.shiplog.resources.catalogue.ResourceKind;
import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between the version that a client reads or writes and the one that is stored. Nearly every kind is stored as written; an
 * Event is stored as core/v1 says, and an old extensions/v1beta1 Deployment as apps/v1.
 */
public final class Conversions {
    private static final Map<String, String> EVENT_FIELDS = Map.of(
            "regarding", "involvedObject",
            "note", "message",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count",
            "reportingController", "reportingComponent");

    private Conversions() {}

    /** The bytes of a stored object as {@code kind} shows them; the stored array itself when nothing differs. */
    public static byte[] shown(ResourceKind kind, StoredObject object) {
        byte[] json = object.json();
        byte[] head = head(kind.kind(), kind.groupVersion());
        if (json.length > head.length && Arrays.equals(json, 0, head.length, head, 0, head.length)) {
            return json;
        }
        return Json.bytes(toKind(kind, Json.parse(json)));
    }

    /** A stored tree as {@code kind} shows it. */
    public static ObjectNode toKind(ResourceKind kind, ObjectNode stored) {
        ObjectNode shown = Json.object();
        shown.put("kind", kind.kind()).put("apiVersion", kind.groupVersion());
        boolean event = kind.group().equals("events.k8s.io");
        for (var property : stored.properties()) {
            String name = property.getKey();
            if (!name.equals("kind") && !name.equals("apiVersion")) {
                shown.set(event ? newEventField(name) : name, property.getValue());
            }
        }
        return shown;
    }

    /** A tree of {@code kind} as it is stored. */
    public static ObjectNode toStorage(ResourceKind kind, ObjectNode object) {
        if (!kind.group().equals("events.k8s.io")) {
            return object;
        }
        ObjectNode stored = Json.object();
        stored.put("kind", "Event").put("apiVersion", "v1");
        for (var property : object.properties()) {
            String name = property.getKey();
            if (!name.equals("kind") && !name.equals("apiVersion")) {
                stored.set(EVENT_FIELDS.getOrDefault(name, name), property.getValue());
            }
        }
        return stored;
    }

    /** An extensions/v1beta1 Deployment as apps/v1 with the defaults that its version had and apps/v1 has not. */
    public static ObjectNode oldDeployment(ObjectNode old) {
        ObjectNode stored = old.deepCopy();
        stored.put("apiVersion", "apps/v1");
        if (stored.get("spec") instanceof ObjectNode spec) {
            spec.remove("rollbackTo");
            JsonNode labels = spec.path("template").path("metadata").path("labels");
            if (spec.path("selector").isMissingNode() && labels.isObject()) {
                spec.putObject("selector").set("matchLabels", labels.deepCopy());
            }
        }
        return stored;
    }

    private static String newEventField(String stored) {
        for (var entry : EVENT_FIELDS.entrySet()) {
            if (entry.getValue().equals(stored)) {
                return entry.getKey();
            }
        }
        return stored;
    }

    private static byte[] head(String kind, String apiVersion) {
        return ("{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + apiVersion + "\",").getBytes(StandardCharsets.UTF_8);
    }
}
