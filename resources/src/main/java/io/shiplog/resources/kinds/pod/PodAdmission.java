package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.admission.Priorities;
import io.shiplog.resources.json.Members;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What upstream's admission plugins ServiceAccount and DefaultTolerationSeconds write into every new pod. Its priority
 * is {@link Priorities}'s to resolve.
 */
public final class PodAdmission {
    private static final int EVICTION_SECONDS = 300;

    private PodAdmission() {}

    public static void admit(ObjectNode pod) {
        ObjectNode spec = Members.object(pod, "spec");
        String account = Members.text(spec, "serviceAccountName");
        if (account.isEmpty()) {
            account = Members.text(spec, "serviceAccount");
        }
        String named = account.isEmpty() ? "default" : account;
        spec.put("serviceAccountName", named);
        spec.put("serviceAccount", named);
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
