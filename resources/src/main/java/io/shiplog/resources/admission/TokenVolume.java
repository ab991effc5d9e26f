package io.shiplog.resources.admission;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.names.GeneratedNames;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The volume by which a pod speaks to the API: its account's token, the cluster's authority and its namespace, mounted
 * where clients look for them (upstream's admission plugin ServiceAccount, v1.34). Pure.
 */
final class TokenVolume {
    private static final String PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String PREFIX = "kube-api-access-";
    private static final int DEFAULT_MODE = 0644;

    /** One hour and seven seconds: by these upstream knows tokens that nobody asked for otherwise. */
    private static final int EXPIRATION_SECONDS = 3_607;

    private TokenVolume() {}

    /**
     * Whether a pod wants it: what the pod says goes before what its account says.
     *
     * @param account may be missing
     */
    static boolean isWanted(JsonNode pod, JsonNode account) {
        JsonNode own = pod.path("spec").path("automountServiceAccountToken");
        return own.isBoolean()
                ? own.booleanValue()
                : account.path("automountServiceAccountToken").asBoolean(true);
    }

    /** Adds it to a pod with its uid, in place, for the containers that have nothing there. */
    static void mount(ObjectNode pod) {
        ObjectNode spec = Members.object(pod, "spec");
        String present = spec.path("volumes")
                .valueStream()
                .map(volume -> Members.text(volume, "name"))
                .filter(name -> name.startsWith(PREFIX))
                .findFirst()
                .orElse("");
        String name = present.isEmpty() ? fresh(pod) : present;
        boolean mounted = false;
        for (String containers : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(containers)) {
                mounted |= mount((ObjectNode) container, name);
            }
        }
        if (mounted && present.isEmpty()) {
            Trees.list(spec, "volumes").add(volume(name));
        }
    }

    private static boolean mount(ObjectNode container, String volume) {
        boolean taken = container
                .path("volumeMounts")
                .valueStream()
                .anyMatch(mount -> Members.text(mount, "mountPath").equals(PATH));
        if (!taken) {
            Trees.list(container, "volumeMounts")
                    .addObject()
                    .put("mountPath", PATH)
                    .put("name", volume)
                    .put("readOnly", true);
        }
        return !taken;
    }

    /** The same for a pod each time that its creation is decided about. */
    private static String fresh(ObjectNode pod) {
        return GeneratedNames.derived(PREFIX, Members.text(pod.path("metadata"), "uid"));
    }

    private static ObjectNode volume(String name) {
        ObjectNode volume = JsonNodeFactory.instance.objectNode().put("name", name);
        ObjectNode projected = volume.putObject("projected").put("defaultMode", DEFAULT_MODE);
        ArrayNode sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", EXPIRATION_SECONDS)
                .put("path", "token");
        ObjectNode authority = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
        authority.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        ObjectNode namespace = sources.addObject()
                .putObject("downwardAPI")
                .putArray("items")
                .addObject()
                .put("path", "namespace");
        namespace.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
        return volume;
    }
}
