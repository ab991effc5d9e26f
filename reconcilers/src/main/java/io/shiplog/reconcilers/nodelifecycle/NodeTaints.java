package io.shiplog.reconcilers.nodelifecycle;

import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The taints that follow from a node's conditions (pkg/controller/nodelifecycle, v1.34). All other taints stay as they
 * are.
 */
final class NodeTaints {
    static final String NO_EXECUTE = "NoExecute";
    static final String NOT_READY = "node.kubernetes.io/not-ready";
    static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String NO_SCHEDULE = "NoSchedule";
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
    private static final List<Pressure> PRESSURES = List.of(
            new Pressure("MemoryPressure", "node.kubernetes.io/memory-pressure"),
            new Pressure("DiskPressure", "node.kubernetes.io/disk-pressure"),
            new Pressure("PIDPressure", "node.kubernetes.io/pid-pressure"),
            new Pressure("NetworkUnavailable", "node.kubernetes.io/network-unavailable"));

    /** What says of a node that it is not ready, one way or the other. */
    private static final Set<Taint> UNREADY =
            Set.of(new Taint(NOT_READY, NO_SCHEDULE), new Taint(UNREACHABLE, NO_SCHEDULE));

    private NodeTaints() {}

    private record Pressure(String condition, String key) {}

    private record Taint(String key, String effect) {
        static Taint of(JsonNode json) {
            return new Taint(json.path("key").asString(""), json.path("effect").asString(""));
        }
    }

    /**
     * Puts the taints that follow from the node's conditions into the draft of it.
     *
     * @param evicts whether an unready node loses its pods: not when every node is unready
     * @return whether the node was found unready just now
     */
    static boolean write(Draft draft, NodeFacts node, boolean evicts, Instant now) {
        Set<Taint> wanted = wanted(node, evicts);
        List<JsonNode> taints = new ArrayList<>();
        boolean wasUnready = false;
        for (JsonNode json : draft.json().path("spec").path("taints")) {
            Taint taint = Taint.of(json);
            wasUnready |= UNREADY.contains(taint);
            if (wanted.remove(taint) || !isOurs(taint)) {
                taints.add(timed(json, now));
            }
        }
        for (Taint missing : wanted) {
            taints.add(Json.object()
                    .put("key", missing.key())
                    .put("effect", missing.effect())
                    .put("timeAdded", Times.text(now)));
        }
        if (taints.isEmpty()) {
            draft.spec().remove("taints");
        } else {
            ArrayNode list = Json.mapper().createArrayNode();
            taints.forEach(list::add);
            draft.spec().set("taints", list);
        }
        return !wasUnready && UNREADY.stream().anyMatch(wanted::contains);
    }

    private static Set<Taint> wanted(NodeFacts node, boolean evicts) {
        Set<Taint> wanted = new LinkedHashSet<>();
        String ready = node.condition("Ready");
        if (!ready.equals("True")) {
            String key = ready.equals("False") ? NOT_READY : UNREACHABLE;
            wanted.add(new Taint(key, NO_SCHEDULE));
            if (evicts) {
                wanted.add(new Taint(key, NO_EXECUTE));
            }
        }
        for (Pressure pressure : PRESSURES) {
            if (node.condition(pressure.condition()).equals("True")) {
                wanted.add(new Taint(pressure.key(), NO_SCHEDULE));
            }
        }
        if (node.unschedulable()) {
            wanted.add(new Taint(UNSCHEDULABLE, NO_SCHEDULE));
        }
        return wanted;
    }

    private static boolean isOurs(Taint taint) {
        boolean health = taint.key().equals(NOT_READY) || taint.key().equals(UNREACHABLE);
        boolean other = taint.key().equals(UNSCHEDULABLE)
                || PRESSURES.stream().anyMatch(pressure -> pressure.key().equals(taint.key()));
        return health && (taint.effect().equals(NO_SCHEDULE) || taint.effect().equals(NO_EXECUTE))
                || other && taint.effect().equals(NO_SCHEDULE);
    }

    /** Evictions count from when the taint was added, so a NoExecute taint that does not say gets its time here. */
    private static JsonNode timed(JsonNode taint, Instant now) {
        boolean untimed = taint.path("effect").asString("").equals(NO_EXECUTE)
                && Times.parse(taint.path("timeAdded").asString("")) == null;
        return untimed && taint.deepCopy() instanceof ObjectNode copy ? copy.put("timeAdded", Times.text(now)) : taint;
    }
}
