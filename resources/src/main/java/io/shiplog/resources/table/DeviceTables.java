package io.shiplog.resources.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Tables of devices and of the claims for them. */
final class DeviceTables {
    private static final String GROUP = ".resource.k8s.io";

    private DeviceTables() {}

    static void addTo(Map<String, TableSpec> tables) {
        tables.put("deviceclasses" + GROUP, TableSpec.named().age());
        tables.put("resourceclaimtemplates" + GROUP, TableSpec.named().age());
        tables.put(
                "resourceclaims" + GROUP,
                TableSpec.named()
                        .text("State", "How far the claim has come", Cell.text(DeviceTables::claimState))
                        .age());
        tables.put(
                "resourceslices" + GROUP,
                TableSpec.named()
                        .text("Node", "Node of the devices", Cell.text("spec.nodeName", ""))
                        .text("Driver", "Who offers the devices", Cell.text("spec.driver", ""))
                        .text("Pool", "Pool that the slice is a part of", Cell.text("spec.pool.name", ""))
                        .age());
    }

    private static String claimState(JsonNode claim) {
        List<String> states = new ArrayList<>();
        boolean deleted = Read.isDeleted(claim);
        if (deleted) {
            states.add("deleted");
        }
        if (Read.at(claim, "status.allocation").isObject()) {
            states.add("allocated");
            if (!Read.at(claim, "status.reservedFor").isEmpty()) {
                states.add("reserved");
            }
        } else if (!deleted) {
            states.add("pending");
        }
        return String.join(",", states);
    }
}
