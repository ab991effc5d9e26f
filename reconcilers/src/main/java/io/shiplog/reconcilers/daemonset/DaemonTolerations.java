package io.shiplog.reconcilers.daemonset;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The taints that every daemon pod tolerates, because the work of a node goes on while it is in trouble
 * (AddOrUpdateDaemonPodTolerations in pkg/controller/daemon/util, v1.34).
 */
final class DaemonTolerations {
    private DaemonTolerations() {}

    /** The tolerations of a pod with this specification: its own, then those that it lacks, in upstream's order. */
    static List<JsonNode> of(JsonNode podSpec) {
        var tolerations = new ArrayList<JsonNode>();
        podSpec.path("tolerations").forEach(tolerations::add);
        add(tolerations, "not-ready", "NoExecute");
        add(tolerations, "unreachable", "NoExecute");
        add(tolerations, "disk-pressure", "NoSchedule");
        add(tolerations, "memory-pressure", "NoSchedule");
        add(tolerations, "pid-pressure", "NoSchedule");
        add(tolerations, "unschedulable", "NoSchedule");
        if (podSpec.path("hostNetwork").asBoolean(false)) {
            add(tolerations, "network-unavailable", "NoSchedule");
        }
        return tolerations;
    }

    /** One that differs at most in how long it tolerates is replaced where it stands. */
    private static void add(List<JsonNode> tolerations, String taint, String effect) {
        ObjectNode toleration = Json.object()
                .put("key", "node.kubernetes.io/" + taint)
                .put("operator", "Exists")
                .put("effect", effect);
        for (int i = 0; i < tolerations.size(); i++) {
            if (tolerations.get(i).deepCopy() instanceof ObjectNode own) {
                own.remove("tolerationSeconds");
                if (Draft.same(own, toleration)) {
                    tolerations.set(i, toleration);
                    return;
                }
            }
        }
        tolerations.add(toleration);
    }
}
