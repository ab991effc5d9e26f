package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.defaults.Fill;
import io.shiplog.resources.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into autoscalers. */
public final class AutoscalerDefaults {
    private AutoscalerDefaults() {}

    public static void autoscaler(ObjectNode autoscaler) {
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
        Fill.in(spec, "behavior", behavior -> {
            direction(Fill.object(behavior, "scaleUp"), List.of(policy("Pods", 4), policy("Percent", 100)));
            Fill.number(Fill.object(behavior, "scaleUp"), "stabilizationWindowSeconds", 0);
            direction(Fill.object(behavior, "scaleDown"), List.of(policy("Percent", 100)));
        });
    }

    private static void direction(ObjectNode rules, List<ObjectNode> policies) {
        Fill.text(rules, "selectPolicy", "Max");
        if (!rules.has("policies")) {
            rules.putArray("policies").addAll(policies);
        }
    }

    private static ObjectNode policy(String type, int value) {
        return Json.object().put("type", type).put("value", value).put("periodSeconds", 15);
    }
}
