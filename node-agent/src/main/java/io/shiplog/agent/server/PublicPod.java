package io.shiplog.agent.server;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod as everybody may see it who reaches the read-only server: without annotations, and without what its containers
 * run and are given. Values of the environment, commands, arguments and headers of probes are where passwords and
 * tokens stand. Pure.
 */
final class PublicPod {
    private static final List<String> LISTS = List.of("containers", "initContainers", "ephemeralContainers");
    private static final List<String> PROBES = List.of("startupProbe", "livenessProbe", "readinessProbe");
    private static final List<String> HOOKS = List.of("postStart", "preStop");

    private PublicPod() {}

    /** The same pod, changed in place. */
    static ObjectNode of(ObjectNode pod) {
        if (pod.path("metadata") instanceof ObjectNode metadata) {
            // Managed fields name what was set, down to the keys of maps.
            metadata.remove(Set.of("annotations", "managedFields"));
        }
        LISTS.forEach(list -> pod.path("spec").path(list).forEach(PublicPod::strip));
        return pod;
    }

    private static void strip(JsonNode container) {
        if (container instanceof ObjectNode object) {
            object.remove(Set.of("command", "args"));
        }
        container.path("env").forEach(variable -> {
            if (variable instanceof ObjectNode object) {
                object.remove("value");
            }
        });
        PROBES.forEach(probe -> stripAction(container.path(probe)));
        HOOKS.forEach(hook -> stripAction(container.path("lifecycle").path(hook)));
    }

    private static void stripAction(JsonNode action) {
        if (action.path("exec") instanceof ObjectNode exec) {
            exec.remove("command");
        }
        if (action.path("httpGet") instanceof ObjectNode http) {
            http.remove("httpHeaders");
        }
    }
}
