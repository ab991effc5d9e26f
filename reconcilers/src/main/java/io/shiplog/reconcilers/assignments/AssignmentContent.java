package io.shiplog.reconcilers.assignments;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an assignment holds: the pod and the objects that it names, as the state topics have them. */
record AssignmentContent(String node, StoredObject pod, List<StoredObject> configMaps, List<StoredObject> secrets) {

    /** Equal for equal content, the pod's status and its bookkeeping aside. */
    UUID fingerprint() {
        return fingerprint(
                Json.parse(pod.json()),
                configMaps.stream().map(AssignmentContent::version),
                secrets.stream().map(AssignmentContent::version));
    }

    /** The fingerprint of what {@link #json} made; a fresh one when it cannot be read, so that it is written again. */
    static UUID fingerprint(byte[] value) {
        try {
            ObjectNode json = Json.parse(value);
            return json.path("pod") instanceof ObjectNode pod
                    ? fingerprint(pod, versions(json.path("configMaps")), versions(json.path("secrets")))
                    : UUID.nameUUIDFromBytes(value);
        } catch (JsonSyntaxException e) {
            return UUID.nameUUIDFromBytes(value);
        }
    }

    private static UUID fingerprint(ObjectNode pod, Stream<String> configMaps, Stream<String> secrets) {
        pod.remove("status");
        if (pod.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("resourceVersion", "managedFields"));
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(Json.bytes(pod));
        configMaps.forEach(version -> write(out, " c" + version));
        secrets.forEach(version -> write(out, " s" + version));
        return UUID.nameUUIDFromBytes(out.toByteArray());
    }

    private static String version(StoredObject object) {
        return object.key().name() + "@" + object.resourceVersion();
    }

    private static Stream<String> versions(JsonNode byName) {
        return byName.propertyStream()
                .map(object -> object.getKey() + "@"
                        + object.getValue()
                                .path("metadata")
                                .path("resourceVersion")
                                .asString(""));
    }

    /** The assignment as UTF-8 JSON; the objects in it byte for byte as they are stored. */
    byte[] json(ArrayNode services) {
        var out = new ByteArrayOutputStream(pod.json().length + 512);
        write(out, "{\"v\":1,\"node\":");
        out.writeBytes(quoted(node));
        write(out, ",\"pod\":");
        out.writeBytes(pod.json());
        write(out, ",\"configMaps\":");
        byName(out, configMaps);
        write(out, ",\"secrets\":");
        byName(out, secrets);
        write(out, ",\"services\":");
        out.writeBytes(Json.bytes(services));
        write(out, "}");
        return out.toByteArray();
    }

    private static void byName(ByteArrayOutputStream out, List<StoredObject> objects) {
        write(out, "{");
        String separator = "";
        for (StoredObject object : objects) {
            write(out, separator);
            out.writeBytes(quoted(object.key().name()));
            write(out, ":");
            out.writeBytes(object.json());
            separator = ",";
        }
        write(out, "}");
    }

    private static byte[] quoted(String text) {
        return Json.bytes(JsonNodeFactory.instance.stringNode(text));
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(UTF_8));
    }
}
