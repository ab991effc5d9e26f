package io.shiplog.resources.kinds.policy;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Tables of what limits the use of a cluster. */
public final class PolicyTables {
    private PolicyTables() {}

    public static TableSpec resourceQuotas() {
        return TableSpec.named()
                .text("Request", "Used and allowed requests", Cell.text(quota -> usage(quota, false)))
                .text("Limit", "Used and allowed limits", Cell.text(quota -> usage(quota, true)))
                .age();
    }

    private static String usage(JsonNode quota, boolean limits) {
        List<String> texts = new ArrayList<>();
        JsonNode hard = Read.at(quota, "status.hard");
        for (String name : new TreeSet<>(hard.propertyNames())) {
            if (name.startsWith("limits.") == limits) {
                String used = Read.at(quota, "status.used").path(name).asString("0");
                texts.add(name + ": " + used + "/" + hard.path(name).asString(""));
            }
        }
        return String.join(", ", texts);
    }

    public static TableSpec disruptionBudgets() {
        return TableSpec.named()
                .text("Min Available", "Pods that must stay", Cell.text("spec.minAvailable", "N/A"))
                .text("Max Unavailable", "Pods that may go", Cell.text("spec.maxUnavailable", "N/A"))
                .integer("Allowed Disruptions", "Pods that may go now", Cell.number("status.disruptionsAllowed"))
                .age();
    }

    public static TableSpec priorityClasses() {
        return TableSpec.named()
                .integer("Value", "Priority of its pods", Cell.number("value"))
                .bool("Global-Default", "Whether pods get it unasked", Cell.bool("globalDefault", false))
                .age()
                .text("PreemptionPolicy", "Whether its pods may displace others", Cell.text("preemptionPolicy", ""));
    }
}
