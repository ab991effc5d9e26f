package io.shiplog.resources.admission;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.pod.QosClass;
import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The LimitRanges of a namespace: upstream's admission plugin LimitRanger. Comes after {@link Admission}, whose
 * defaults it adds to.
 */
public final class LimitRanges {
    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    private LimitRanges() {}

    /**
     * Gives a new pod's containers the namespace's default requests and limits, in place.
     *
     * @param limitRanges the LimitRange objects of the pod's namespace
     */
    public static void setDefaults(Kind kind, ObjectNode pod, List<? extends JsonNode> limitRanges) {
        if (!kind.is(Pods.RESOURCE)) {
            return;
        }
        for (JsonNode limitRange : limitRanges) {
            List<String> set = new ArrayList<>();
            for (JsonNode limit : limitRange.path("spec").path("limits")) {
                if (Members.text(limit, "type").equals("Container")) {
                    containers(pod.path("spec"), limit, set);
                }
            }
            if (!set.isEmpty()) {
                Members.object(Members.object(pod, "metadata"), "annotations")
                        .put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", set));
            }
        }
        if (pod.get("status") instanceof ObjectNode status) {
            status.put("qosClass", QosClass.of(PodResources.asked(pod)).text());
        }
    }

    private static void containers(JsonNode spec, JsonNode limit, List<String> set) {
        for (String list : List.of("containers", "initContainers")) {
            String what = list.equals("containers") ? "container " : "init container ";
            for (JsonNode each : spec.path(list)) {
                if (each instanceof ObjectNode container) {
                    String name = what + Members.text(container, "name");
                    fill(container, "requests", limit.path("defaultRequest"), "request for " + name, set);
                    fill(container, "limits", limit.path("default"), "limit for " + name, set);
                }
            }
        }
    }

    private static void fill(ObjectNode container, String member, JsonNode defaults, String what, List<String> set) {
        for (Map.Entry<String, JsonNode> entry : defaults.properties()) {
            ObjectNode amounts = Members.object(Members.object(container, "resources"), member);
            if (!amounts.has(entry.getKey())) {
                amounts.set(entry.getKey(), entry.getValue());
                set.add(entry.getKey() + " " + what);
            }
        }
    }

    /**
     * Why the namespace does not allow the pod or claim; empty when it does. For the message of a 403 Forbidden.
     *
     * @param limitRanges the LimitRange objects of the object's namespace
     */
    public static List<String> refusals(Kind kind, JsonNode object, List<? extends JsonNode> limitRanges) {
        List<String> refusals = new ArrayList<>();
        for (JsonNode limitRange : limitRanges) {
            for (JsonNode limit : limitRange.path("spec").path("limits")) {
                check(kind, object, limit, refusals);
            }
        }
        return refusals;
    }

    private static void check(Kind kind, JsonNode object, JsonNode limit, List<String> refusals) {
        String type = Members.text(limit, "type");
        JsonNode spec = object.path("spec");
        if (kind.is(Pods.RESOURCE) && type.equals("Container")) {
            for (String list : List.of("containers", "initContainers")) {
                for (JsonNode container : spec.path(list)) {
                    JsonNode resources = container.path("resources");
                    LimitConstraint.check(
                            limit,
                            Amounts.of(resources.path("requests")),
                            Amounts.of(resources.path("limits")),
                            refusals);
                }
            }
        } else if (kind.is(Pods.RESOURCE) && type.equals("Pod")) {
            PodResources pod = PodResources.asked(object);
            LimitConstraint.check(limit, pod.requestsWithoutOverhead(), pod.limitsWithoutOverhead(), refusals);
        } else if (kind.is(Volumes.CLAIM_RESOURCE) && type.equals("PersistentVolumeClaim")) {
            Map<String, Quantity> requests = Amounts.of(spec.path("resources").path("requests"));
            LimitConstraint.checkRequestsOnly(limit, requests, refusals);
        }
    }
}
