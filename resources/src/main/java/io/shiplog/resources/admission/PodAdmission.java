package io.shiplog.resources.admission;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What upstream's admission plugins ServiceAccount, Priority and DefaultTolerationSeconds write into every new pod. The
 * priorities of the cluster's own PriorityClasses are {@link Priorities}'s to resolve.
 */
final class PodAdmission {
    private static final int EVICTION_SECONDS = 300;
    private static final Map<String, Integer> SYSTEM_PRIORITIES =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    private PodAdmission() {}

    static void admit(ObjectNode pod) {
        ObjectNode spec = Members.object(pod, "spec");
        String account = Members.text(spec, "serviceAccountName");
        if (account.isEmpty()) {
            account = Members.text(spec, "serviceAccount");
        }
        String named = account.isEmpty() ? "default" : account;
        spec.put("serviceAccountName", named);
        spec.put("serviceAccount", named);
        String priorityClass = Members.text(spec, "priorityClassName");
        Integer priority = priorityClass.isEmpty() ? Integer.valueOf(0) : SYSTEM_PRIORITIES.get(priorityClass);
        if (priority != null) {
            spec.put("priority", priority);
            spec.put("preemptionPolicy", "PreemptLowerPriority");
        }
        tolerate(spec, "node.kubernetes.io/not-ready");
        tolerate(spec, "node.kubernetes.io/unreachable");
    }

    private static void tolerate(ObjectNode spec, String taint) {
        for (JsonNode toleration : spec.path("tolerations")) {
            String key = Members.text(toleration, "key");
            String effect = Members.text(toleration, "effect");
            if ((key.isEmpty() || key.equals(taint)) && (effect.isEmpty() || effect.equals("NoExecute"))) {
                return;
            }
        }
        ArrayNode tolerations =
                spec.get("tolerations") instanceof ArrayNode present ? present : spec.putArray("tolerations");
        tolerations
                .addObject()
                .put("key", taint)
                .put("operator", "Exists")
                .put("effect", "NoExecute")
                .put("tolerationSeconds", EVICTION_SECONDS);
    }
}
