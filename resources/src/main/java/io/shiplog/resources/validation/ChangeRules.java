package io.shiplog.resources.validation;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.JsonEquality;
import io.shiplog.resources.kind.Kind;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What may not change once an object is there. */
final class ChangeRules {
    private static final String IMMUTABLE = "field is immutable";
    private static final String FROZEN = "field is immutable when `immutable` is set";

    private ChangeRules() {}

    static void check(Kind kind, Field root, ObjectNode old) {
        switch (kind.groupResource()) {
            case "pods" -> PodChangeRules.check(root.at("spec"), old.path("spec"));
            case "deployments.apps", "replicasets.apps", "daemonsets.apps" ->
                unchanged(root.at("spec", "selector"), old.at("/spec/selector"));
            case "statefulsets.apps" -> statefulSet(root.at("spec"), old.path("spec"));
            case "jobs.batch" -> {
                unchanged(root.at("spec", "selector"), old.at("/spec/selector"));
                unchanged(root.at("spec", "template"), old.at("/spec/template"));
                unchanged(root.at("spec", "completionMode"), old.at("/spec/completionMode"));
            }
            case "persistentvolumeclaims" -> ClaimRules.claimChange(root.at("spec"), old.path("spec"));
            case "services" -> service(root.at("spec"), old.path("spec"));
            case "configmaps" -> frozen(root, old, List.of("data", "binaryData"));
            case "secrets" -> {
                unchanged(root.at("type"), old.path("type"));
                frozen(root, old, List.of("data"));
            }
            case "nodes" -> node(root.at("spec"), old.path("spec"));
            case "priorityclasses.scheduling.k8s.io" -> {
                if (!same(root.at("value").value(), old.path("value"))) {
                    root.at("value").forbidden("may not be changed in an update.");
                }
                unchanged(root.at("preemptionPolicy"), old.path("preemptionPolicy"));
            }
            case "endpointslices.discovery.k8s.io" -> unchanged(root.at("addressType"), old.path("addressType"));
            case "controllerrevisions.apps" -> unchanged(root.at("data"), old.path("data"));
            case "storageclasses.storage.k8s.io" -> {
                forbidChange(root.at("parameters"), old.path("parameters"), "updates to parameters are forbidden.");
                forbidChange(root.at("provisioner"), old.path("provisioner"), "updates to provisioner are forbidden.");
                forbidChange(
                        root.at("reclaimPolicy"), old.path("reclaimPolicy"), "updates to reclaimPolicy are forbidden.");
            }
            case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io" -> {
                if (!same(root.at("roleRef").value(), old.path("roleRef"))) {
                    root.at("roleRef").invalid("cannot change roleRef");
                }
            }
            default -> {}
        }
    }

    private static void service(Field spec, JsonNode old) {
        String type = spec.at("type").text();
        String oldType = old.path("type").asString("");
        if (type.equals("ExternalName") || oldType.equals("ExternalName")) {
            return;
        }
        String before = old.path("clusterIP").asString("");
        if (!before.isEmpty() && !before.equals(spec.at("clusterIP").text())) {
            Field first = spec.at("clusterIPs").items().stream().findFirst().orElse(spec.at("clusterIP"));
            first.report(FieldError.invalid(
                    first.path().startsWith("spec.clusterIPs") ? first.path() : "spec.clusterIPs[0]",
                    spec.at("clusterIPs").present()
                            ? spec.at("clusterIPs").value()
                            : spec.at("clusterIP").value(),
                    "may not change once set"));
        }
    }

    private static void statefulSet(Field spec, JsonNode old) {
        for (String member : List.of("selector", "serviceName", "volumeClaimTemplates", "podManagementPolicy")) {
            if (!same(spec.at(member).value(), old.path(member))) {
                spec.forbidden("updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                        + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                        + " 'minReadySeconds' are forbidden");
                return;
            }
        }
    }

    private static void node(Field spec, JsonNode old) {
        String range = old.path("podCIDR").asString("");
        if (!range.isEmpty() && !range.equals(spec.at("podCIDR").text())) {
            spec.at("podCIDRs").forbidden("node updates may not change podCIDR except from \"\" to valid");
        }
        String provider = old.path("providerID").asString("");
        if (!provider.isEmpty() && !provider.equals(spec.at("providerID").text())) {
            spec.at("providerID").forbidden("node updates may not change providerID except from \"\" to valid");
        }
    }

    private static void frozen(Field root, ObjectNode old, List<String> members) {
        if (!old.path("immutable").asBoolean(false)) {
            return;
        }
        if (!root.at("immutable").isTrue()) {
            root.at("immutable").forbidden(FROZEN);
        }
        members.forEach(member -> forbidChange(root.at(member), old.path(member), FROZEN));
    }

    private static void unchanged(Field field, JsonNode old) {
        if (!same(field.value(), old)) {
            field.invalid(IMMUTABLE);
        }
    }

    private static void forbidChange(Field field, JsonNode old, String detail) {
        if (!same(field.value(), old)) {
            field.forbidden(detail);
        }
    }

    /** Equal, where absent, null and empty are the same, and numbers are compared by value. */
    static boolean same(JsonNode one, JsonNode other) {
        return JsonEquality.equal(one, other) || isNothing(one) && isNothing(other);
    }

    private static boolean isNothing(JsonNode value) {
        return JsonEquality.equal(value, null)
                || value.isString() && value.stringValue().isEmpty();
    }
}
