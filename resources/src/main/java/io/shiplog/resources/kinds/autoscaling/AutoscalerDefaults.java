package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.defaults.Fill;
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
    }
}
