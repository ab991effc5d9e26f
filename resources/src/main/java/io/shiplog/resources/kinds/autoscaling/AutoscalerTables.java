package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Tables of autoscalers. */
public final class AutoscalerTables {
    private AutoscalerTables() {}

    public static TableSpec autoscalers() {
        return TableSpec.named()
                .text(
                        "Reference",
                        "What is scaled",
                        Cell.text(scaler -> Read.text(scaler, "spec.scaleTargetRef.kind") + "/"
                                + Read.text(scaler, "spec.scaleTargetRef.name")))
                .text("Targets", "Measured and wanted values", Cell.text(AutoscalerTables::targets))
                .text("MinPods", "Least pods", Cell.text("spec.minReplicas", Read.UNSET))
                .integer("MaxPods", "Most pods", Cell.number("spec.maxReplicas"))
                .integer("Replicas", "Pods now", Cell.number("status.currentReplicas"))
                .age();
    }

    private static String targets(JsonNode scaler) {
        List<String> texts = new ArrayList<>();
        JsonNode current = Read.at(scaler, "status.currentMetrics");
        int index = 0;
        for (JsonNode metric : Read.at(scaler, "spec.metrics")) {
            texts.add(target(metric, current.path(index++)));
        }
        if (texts.isEmpty()) {
            return Read.NONE;
        }
        String shown = String.join(", ", texts.subList(0, Math.min(2, texts.size())));
        return texts.size() > 2 ? shown + " + " + (texts.size() - 2) + " more..." : shown;
    }

    /** {@code cpu: 12%/80%}, with {@code <unknown>} for what has not been measured. */
    private static String target(JsonNode metric, JsonNode measured) {
        String type = Read.text(metric, "type");
        String source = type.isEmpty() ? "" : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
        JsonNode wanted = metric.path(source);
        JsonNode now = measured.path(source).path("current");
        String name = Read.text(wanted, "name");
        String prefix = name.isEmpty() ? "" : name + ": ";
        if (!Read.text(wanted, "target.averageUtilization").isEmpty()) {
            String value = Read.text(now, "averageUtilization");
            return prefix + (value.isEmpty() ? Read.UNKNOWN : value + "%") + "/"
                    + Read.text(wanted, "target.averageUtilization") + "%";
        }
        String average = Read.text(wanted, "target.averageValue");
        if (!average.isEmpty()) {
            // Of pods and resources there is always an average; of other metrics it has to be said.
            String said = source.equals("external") || source.equals("object") ? " (avg)" : "";
            return prefix + Read.text(now, "averageValue", Read.UNKNOWN) + "/" + average + said;
        }
        return prefix + Read.text(now, "value", Read.UNKNOWN) + "/" + Read.text(wanted, "target.value", Read.UNKNOWN);
    }
}
