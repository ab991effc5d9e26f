package io.shiplog.resources.kinds.control;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import tools.jackson.databind.JsonNode;

/** Tables of budgets, autoscalers, priorities, leases and the machinery of the control plane itself. */
public final class ControlTables {
    private ControlTables() {}

    public static TableSpec apiServices() {
        return TableSpec.named()
                .text("Service", "Who serves it", Cell.text(ControlTables::service))
                .text("Available", "Whether it is served", Cell.text(ControlTables::available))
                .age();
    }

    public static TableSpec webhooks() {
        return TableSpec.named()
                .integer("Webhooks", "Number of webhooks", Cell.size("webhooks"))
                .age();
    }

    public static TableSpec admissionPolicies() {
        return TableSpec.named()
                .integer("Validations", "Number of expressions", Cell.size("spec.validations"))
                .text("ParamKind", "Kind of the parameters", Cell.text(ControlTables::paramKind))
                .age();
    }

    public static TableSpec admissionPolicyBindings() {
        return TableSpec.named()
                .text("PolicyName", "Policy that is bound", Cell.text("spec.policyName", ""))
                .text("ParamRef", "Its parameters", Cell.text(ControlTables::paramRef))
                .age();
    }

    public static TableSpec flowSchemas() {
        return TableSpec.named()
                .text("PriorityLevel", "Level of its requests", Cell.text("spec.priorityLevelConfiguration.name", ""))
                .integer("MatchingPrecedence", "Lower ones match first", Cell.number("spec.matchingPrecedence"))
                .text("DistinguisherMethod", "How flows differ", Cell.text("spec.distinguisherMethod.type", Read.NONE))
                .age()
                .text("MissingPL", "Whether the level is missing", Cell.text(ControlTables::missingLevel));
    }

    public static TableSpec priorityLevels() {
        return TableSpec.named()
                .text("Type", "Whether it is limited", Cell.text("spec.type", ""))
                .text(
                        "NominalConcurrencyShares",
                        "Share of the server",
                        Cell.text("spec.limited.nominalConcurrencyShares", Read.NONE))
                .text("Queues", "Number of queues", Cell.text("spec.limited.limitResponse.queuing.queues", Read.NONE))
                .text(
                        "HandSize",
                        "Queues per flow",
                        Cell.text("spec.limited.limitResponse.queuing.handSize", Read.NONE))
                .text(
                        "QueueLengthLimit",
                        "Longest queue",
                        Cell.text("spec.limited.limitResponse.queuing.queueLengthLimit", Read.NONE))
                .age();
    }

    private static String service(JsonNode apiService) {
        JsonNode service = Read.at(apiService, "spec.service");
        return service.isObject() ? Read.text(service, "namespace") + "/" + Read.text(service, "name") : "Local";
    }

    private static String available(JsonNode apiService) {
        for (JsonNode condition : Read.at(apiService, "status.conditions")) {
            if (Read.text(condition, "type").equals("Available")) {
                String status = Read.text(condition, "status");
                return status.equals("True") ? status : status + " (" + Read.text(condition, "reason") + ")";
            }
        }
        return "Unknown";
    }

    private static String paramKind(JsonNode policy) {
        JsonNode kind = Read.at(policy, "spec.paramKind");
        return kind.isObject() ? Read.text(kind, "apiVersion") + "/" + Read.text(kind, "kind") : Read.UNSET;
    }

    private static String paramRef(JsonNode binding) {
        JsonNode reference = Read.at(binding, "spec.paramRef");
        if (!reference.isObject()) {
            return Read.UNSET;
        }
        String namespace = Read.text(reference, "namespace");
        return (namespace.isEmpty() ? "" : namespace + "/") + Read.text(reference, "name");
    }

    private static String missingLevel(JsonNode schema) {
        for (JsonNode condition : Read.at(schema, "status.conditions")) {
            if (Read.text(condition, "type").equals("Dangling")) {
                return Read.text(condition, "status");
            }
        }
        return "?";
    }
}
