package io.shiplog.resources.defaults;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into the kinds that neither run pods nor carry traffic or data. */
final class PolicyDefaults {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private PolicyDefaults() {}

    /** The type, and {@code data} from the write-only {@code stringData}. */
    static void secret(ObjectNode secret) {
        if (secret.remove("stringData") instanceof ObjectNode plain && !plain.isEmpty()) {
            ObjectNode data = Fill.object(secret, "data");
            for (Map.Entry<String, JsonNode> entry : plain.properties()) {
                byte[] value = entry.getValue().asString("").getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(value));
            }
        }
        Fill.text(secret, "type", "Opaque");
    }

    static void namespace(ObjectNode namespace) {
        ObjectNode metadata = Fill.object(namespace, "metadata");
        String name = metadata.path("name").asString("");
        if (!name.isEmpty()) {
            Fill.object(metadata, "labels").put("kubernetes.io/metadata.name", name);
        }
        Fill.object(namespace, "spec");
        Fill.text(Fill.object(namespace, "status"), "phase", "Active");
    }

    static void node(ObjectNode node) {
        Fill.object(node, "spec");
        Fill.in(node, "status", status -> {
            if (status.has("capacity")) {
                Fill.node(status, "allocatable", status.path("capacity").deepCopy());
            }
        });
    }

    static void priorityClass(ObjectNode priorityClass) {
        Fill.text(priorityClass, "preemptionPolicy", "PreemptLowerPriority");
    }

    /** A container's limits imply its defaults, and those its default requests. */
    static void limitRange(ObjectNode limitRange) {
        Fill.each(Fill.object(limitRange, "spec"), "limits", limit -> {
            if (limit.path("type").asString("").equals("Container")) {
                copy(limit, "max", "default");
                copy(limit, "default", "defaultRequest");
                copy(limit, "min", "defaultRequest");
            }
        });
    }

    private static void copy(ObjectNode limit, String from, String to) {
        Fill.in(limit, from, amounts -> {
            ObjectNode target = Fill.object(limit, to);
            amounts.properties().forEach(amount -> Fill.node(target, amount.getKey(), amount.getValue()));
        });
    }

    static void autoscaler(ObjectNode autoscaler) {
        ObjectNode spec = Fill.object(autoscaler, "spec");
        Fill.number(spec, "minReplicas", 1);
        if (spec.path("metrics").isEmpty() && !spec.has("targetCPUUtilizationPercentage")) {
            ObjectNode resource =
                    spec.putArray("metrics").addObject().put("type", "Resource").putObject("resource");
            resource.put("name", "cpu")
                    .putObject("target")
                    .put("type", "Utilization")
                    .put("averageUtilization", 80);
        }
    }

    static void roleBinding(ObjectNode binding) {
        Fill.in(binding, "roleRef", role -> Fill.text(role, "apiGroup", RBAC));
        Fill.each(binding, "subjects", subject -> {
            if (!subject.path("kind").asString("").equals("ServiceAccount")) {
                Fill.text(subject, "apiGroup", RBAC);
            }
        });
    }
}
