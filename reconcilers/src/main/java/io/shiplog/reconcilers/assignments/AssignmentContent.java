package io.shiplog.reconcilers.assignments;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/** What an assignment holds: the pod and the objects that it names, as the state topics have them. */
record AssignmentContent(String node, StoredObject pod, List<StoredObject> configMaps, List<StoredObject> secrets) {

    /** Equal for equal content, the pod's bookkeeping and its status aside, but for what its readiness gates wait for. */
    UUID digest() {
        return AssignmentDigest.of(pod, configMaps, secrets);
    }

    /**
     * The assignment as UTF-8 JSON; the objects in it byte for byte as they are stored.
     *
     * @param services the array of services, as JSON
     */
    byte[] json(byte[] services) {
        var out = new ByteArrayOutputStream(pod.json().length + services.length + 256);
        write(out, "{\"v\":1,\"node\":");
        out.writeBytes(quoted(node));
        write(out, ",\"pod\":");
        out.writeBytes(pod.json());
        write(out, ",\"configMaps\":");
        byName(out, configMaps);
        write(out, ",\"secrets\":");
        byName(out, secrets);
        write(out, ",\"services\":");
        out.writeBytes(services);
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
