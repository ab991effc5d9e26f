package io.shiplog.resources.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Tables of budgets, autoscalers, priorities, leases and the machinery of the control plane itself. */
final class ControlTables {
    private static final String ADMISSION = ".admissionregistration.k8s.io";
    private static final String FLOW = ".flowcontrol.apiserver.k8s.io";

    private ControlTables() {}

    static void addTo(Map<String, TableSpec> tables) {
        tables.put(
                "poddisruptionbudgets.policy",
                TableSpec.named()
                        .text("Min Available", "Pods that must stay", Cell.text("spec.minAvailable", "N/A"))
                        .text("Max Unavailable", "Pods that may go", Cell.text("spec.maxUnavailable", "N/A"))
                        .integer(
                                "Allowed Disruptions", "Pods that may go now", Cell.number("status.disruptionsAllowed"))
                        .age());
        tables.put(
                "horizontalpodautoscalers.autoscaling",
                TableSpec.named()
                        .text(
                                "Reference",
                                "What is scaled",
                                Cell.text(scaler -> Read.text(scaler, "spec.scaleTargetRef.kind") + "/"
                                        + Read.text(scaler, "spec.scaleTargetRef.name")))
                        .text("Targets", "Measured and wanted values", Cell.text(ControlTables::targets))
                        .text("MinPods", "Least pods", Cell.text("spec.minReplicas", Read.UNSET))
                        .integer("MaxPods", "Most pods", Cell.number("spec.maxReplicas"))
                        .integer("Replicas", "Pods now", Cell.number("status.currentReplicas"))
                        .age());
        tables.put(
                "priorityclasses.scheduling.k8s.io",
                TableSpec.named()
                        .integer("Value", "Priority of its pods", Cell.number("value"))
                        .bool("Global-Default", "Whether pods get it unasked", Cell.bool("globalDefault", false))
                        .age()
                        .text(
                                "PreemptionPolicy",
                                "Whether its pods may displace others",
                                Cell.text("preemptionPolicy", "")));
        tables.put(
                "leases.coordination.k8s.io",
                TableSpec.named()
                        .text("Holder", "Who has the lease", Cell.text("spec.holderIdentity", ""))
                        .age());
        tables.put(
                "runtimeclasses.node.k8s.io",
                TableSpec.named()
                        .text("Handler", "Handler on the node", Cell.text("handler", ""))
                        .age());
        tables.put(
                "controllerrevisions.apps",
                TableSpec.named()
                        .text("Controller", "Whose revision it is", Cell.text(ControlTables::controller))
                        .integer("Revision", "Number of the revision", Cell.number("revision"))
                        .age());
        tables.put(
                "apiservices.apiregistration.k8s.io",
                TableSpec.named()
                        .text("Service", "Who serves it", Cell.text(ControlTables::service))
                        .text("Available", "Whether it is served", Cell.text(ControlTables::available))
                        .age());
        for (String webhooks : List.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations")) {
            tables.put(
                    webhooks + ADMISSION,
                    TableSpec.named()
                            .integer("Webhooks", "Number of webhooks", Cell.size("webhooks"))
                            .age());
        }
        tables.put(
                "validatingadmissionpolicies" + ADMISSION,
                TableSpec.named()
                        .integer("Validations", "Number of expressions", Cell.size("spec.validations"))
                        .text("ParamKind", "Kind of the parameters", Cell.text(ControlTables::paramKind))
                        .age());
        tables.put(
                "validatingadmissionpolicybindings" + ADMISSION,
                TableSpec.named()
                        .text("PolicyName", "Policy that is bound", Cell.text("spec.policyName", ""))
                        .text("ParamRef", "Its parameters", Cell.text(ControlTables::paramRef))
                        .age());
        tables.put(
                "flowschemas" + FLOW,
                TableSpec.named()
                        .text(
                                "PriorityLevel",
                                "Level of its requests",
                                Cell.text("spec.priorityLevelConfiguration.name", ""))
                        .integer("MatchingPrecedence", "Lower ones match first", Cell.number("spec.matchingPrecedence"))
                        .text(
                                "DistinguisherMethod",
                                "How flows differ",
                                Cell.text("spec.distinguisherMethod.type", Read.NONE))
                        .age()
                        .text("MissingPL", "Whether the level is missing", Cell.text(ControlTables::missingLevel)));
        tables.put(
                "prioritylevelconfigurations" + FLOW,
                TableSpec.named()
                        .text("Type", "Whether it is limited", Cell.text("spec.type", ""))
                        .text(
                                "NominalConcurrencyShares",
                                "Share of the server",
                                Cell.text("spec.limited.nominalConcurrencyShares", Read.NONE))
                        .text(
                                "Queues",
                                "Number of queues",
                                Cell.text("spec.limited.limitResponse.queuing.queues", Read.NONE))
                        .text(
                                "HandSize",
                                "Queues per flow",
                                Cell.text("spec.limited.limitResponse.queuing.handSize", Read.NONE))
                        .text(
                                "QueueLengthLimit",
                                "Longest queue",
                                Cell.text("spec.limited.limitResponse.queuing.queueLengthLimit", Read.NONE))
                        .age());
    }

    private static String controller(JsonNode revision) {
        for (JsonNode owner : Read.at(revision, "metadata.ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                String version = Read.text(owner, "apiVersion");
                int slash = version.indexOf('/');
                String group = slash < 0 ? "" : "." + version.substring(0, slash);
                String kind = Read.text(owner, "kind").toLowerCase(Locale.ROOT);
                return kind + group + "/" + Read.text(owner, "name");
            }
        }
        return Read.NONE;
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
