package io.shiplog.resources.kinds.device;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tables of devices and of the claims for them. */
public final class DeviceTables {
    private DeviceTables() {}

    public static TableSpec deviceClasses() {
        return TableSpec.named().age();
    }

    public static TableSpec claimTemplates() {
        return TableSpec.named().age();
    }

    public static TableSpec claims() {
        return TableSpec.named()
                .text("State", "How far the claim has come", Cell.text(DeviceTables::claimState))
                .age();
    }

    public static TableSpec slices() {
        return TableSpec.named()
                .text("Node", "Node of the devices", Cell.text("spec.nodeName", ""))
                .text("Driver", "Who offers the devices", Cell.text("spec.driver", ""))
                .text("Pool", "Pool that the slice is a part of", Cell.text("spec.pool.name", ""))
                .age();
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
