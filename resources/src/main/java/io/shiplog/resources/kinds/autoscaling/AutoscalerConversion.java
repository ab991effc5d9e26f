package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Conversion;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code autoscaling/v1} autoscalers know one metric, the average utilization of CPU, which {@code autoscaling/v2} has
 * among its metrics. What v1 cannot show (other metrics, behavior, conditions) stays as it is stored; upstream carries
 * it through annotations instead (pkg/apis/autoscaling/v1/conversion.go, v1.34).
 */
public final class AutoscalerConversion implements Conversion {
    private static final Set<String> SPEC = Set.of("metrics", "behavior");
    private static final Set<String> STATUS = Set.of("currentMetrics", "conditions");
    private static final String TARGET = "targetCPUUtilizationPercentage";
    private static final String CURRENT = "currentCPUUtilizationPercentage";

    @Override
    public ObjectNode toStored(ObjectNode object, @Nullable ObjectNode stored) {
        ObjectNode result = object.deepCopy();
        ObjectNode before = stored == null ? Json.object() : stored;
        if (result.get("spec") instanceof ObjectNode spec) {
            JsonNode target = spec.remove(TARGET);
            ArrayNode metrics = metrics(target, "target", before.path("spec").path("metrics"));
            if (!metrics.isEmpty()) {
                spec.set("metrics", metrics);
            }
            carry("behavior", before.path("spec"), spec);
        }
        if (result.get("status") instanceof ObjectNode status) {
            JsonNode current = status.remove(CURRENT);
            ArrayNode metrics =
                    metrics(current, "current", before.path("status").path("currentMetrics"));
            if (!metrics.isEmpty()) {
                status.set("currentMetrics", metrics);
            }
            carry("conditions", before.path("status"), status);
        }
        return result;
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
        ObjectNode result = stored.deepCopy();
        if (result.get("spec") instanceof ObjectNode spec) {
            show(spec, "metrics", "target", TARGET);
            spec.remove(SPEC);
        }
        if (result.get("status") instanceof ObjectNode status) {
            show(status, "currentMetrics", "current", CURRENT);
            status.remove(STATUS);
        }
        return result;
    }

    /** The utilization of CPU, if there is one, before the other metrics of before. */
    private static ArrayNode metrics(@Nullable JsonNode utilization, String member, JsonNode before) {
        ArrayNode metrics = Json.mapper().createArrayNode();
        if (utilization != null && utilization.isNumber()) {
            ObjectNode metric = metrics.addObject().put("type", "Resource");
            ObjectNode value = metric.putObject("resource").put("name", "cpu").putObject(member);
            if (member.equals("target")) {
                value.put("type", "Utilization");
            }
            value.set("averageUtilization", utilization);
        }
        for (JsonNode metric : before) {
            if (!isUtilizationOfCpu(metric, member)) {
                metrics.add(metric);
            }
        }
        return metrics;
    }

    private static void show(ObjectNode parent, String metrics, String member, String as) {
        for (JsonNode metric : parent.path(metrics)) {
            if (isUtilizationOfCpu(metric, member) && !parent.has(as)) {
                parent.set(as, metric.path("resource").path(member).path("averageUtilization"));
            }
        }
    }

    private static boolean isUtilizationOfCpu(JsonNode metric, String member) {
        JsonNode resource = metric.path("resource");
        return metric.path("type").asString("").equals("Resource")
                && resource.path("name").asString("").equals("cpu")
                && resource.path(member).has("averageUtilization");
    }

    private static void carry(String member, JsonNode from, ObjectNode to) {
        if (from.has(member)) {
            to.set(member, from.get(member));
        }
    }
}
