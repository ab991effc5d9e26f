package io.shiplog.resources.kinds.access;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.HumanDuration;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tables of bindings of roles and of certificates. */
public final class AccessTables {
    private AccessTables() {}

    public static TableSpec roleBindings() {
        return binding();
    }

    public static TableSpec clusterRoleBindings() {
        return binding();
    }

    public static TableSpec signingRequests() {
        return TableSpec.named()
                .age()
                .text("SignerName", "Who is to sign", Cell.text("spec.signerName", Read.NONE))
                .text("Requestor", "Who asked", Cell.text("spec.username", ""))
                .text("RequestedDuration", "Wanted life time", Cell.text(AccessTables::duration))
                .text("Condition", "State of the request", Cell.text(AccessTables::condition));
    }

    private static TableSpec binding() {
        return TableSpec.named()
                .text(
                        "Role",
                        "Role that is granted",
                        Cell.text(
                                object -> Read.text(object, "roleRef.kind") + "/" + Read.text(object, "roleRef.name")))
                .age()
                .wide("Users", "Users with the role", Cell.text(object -> subjects(object, "User")))
                .wide("Groups", "Groups with the role", Cell.text(object -> subjects(object, "Group")))
                .wide(
                        "ServiceAccounts",
                        "Service accounts with the role",
                        Cell.text(object -> subjects(object, "ServiceAccount")));
    }

    private static String subjects(JsonNode binding, String kind) {
        List<String> names = new ArrayList<>();
        for (JsonNode subject : binding.path("subjects")) {
            if (Read.text(subject, "kind").equals(kind)) {
                String name = Read.text(subject, "name");
                names.add(kind.equals("ServiceAccount") ? Read.text(subject, "namespace") + "/" + name : name);
            }
        }
        return String.join(", ", names);
    }

    private static String duration(JsonNode request) {
        JsonNode seconds = Read.at(request, "spec.expirationSeconds");
        return seconds.isNumber() ? HumanDuration.of(Duration.ofSeconds(seconds.longValue())) : Read.NONE;
    }

    private static String condition(JsonNode request) {
        List<String> states = new ArrayList<>();
        for (String state : List.of("Approved", "Denied")) {
            if (Read.condition(request, state, "True")) {
                states.add(state);
                break;
            }
        }
        if (states.isEmpty()) {
            states.add("Pending");
        }
        if (Read.condition(request, "Failed", "True")) {
            states.add("Failed");
        }
        if (!Read.text(request, "status.certificate").isEmpty()) {
            states.add("Issued");
        }
        return String.join(",", states);
    }
}
