package io.shiplog.agent.pod.status;

import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.ContainerState;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.plan.PodPlanBuilder;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's conditions: those that the node decides, and unchanged those that others do. */
final class Conditions {
    private Conditions() {}

    private record Condition(boolean holds, String reason, String message) {
        static final Condition TRUE = new Condition(true, "", "");
    }

    /**
     * The pod's conditions.
     *
     * @param status the status being made, with its container statuses
     * @param phase what the pod has come to, even if its status does not say so while its containers still end
     */
    static ArrayNode of(PodPlanBuilder plan, ObjectNode status, String phase, JsonNode before) {
        ArrayNode conditions = AgentJson.object().putArray("conditions");
        Condition containers = containersReady(plan, status, phase);
        boolean sandbox = !plan.podIp().isEmpty();
        add(plan, conditions, before, "PodReadyToStartContainers", new Condition(sandbox, "", ""));
        add(plan, conditions, before, "Initialized", initialized(plan, status, phase));
        add(plan, conditions, before, "Ready", ready(plan, containers));
        add(plan, conditions, before, "ContainersReady", containers);
        for (JsonNode other : plan.assigned().path("conditions")) {
            if (!PodAssignment.CONDITIONS_OF_THE_NODE.contains(
                    other.path("type").asString(""))) {
                conditions.add(other.deepCopy());
            }
        }
        return conditions;
    }

    private static Condition containersReady(PodPlanBuilder plan, ObjectNode status, String phase) {
        if (phase.equals("Succeeded")) {
            return new Condition(false, "PodCompleted", "");
        }
        if (phase.equals("Failed")) {
            return new Condition(false, "PodFailed", "");
        }
        var unready = new ArrayList<String>();
        int init = 0;
        int main = 0;
        for (ContainerState container : plan.containers) {
            JsonNode reported = container.role() == ContainerState.Role.MAIN
                    ? status.path("containerStatuses").path(main++)
                    : status.path("initContainerStatuses").path(init++);
            if (container.role() != ContainerState.Role.INIT
                    && !reported.path("ready").asBoolean(false)) {
                unready.add(container.name());
            }
        }
        return unready.isEmpty()
                ? Condition.TRUE
                : new Condition(false, "ContainersNotReady", "containers with unready status: " + list(unready));
    }

    private static Condition initialized(PodPlanBuilder plan, ObjectNode status, String phase) {
        if (phase.equals("Succeeded")) {
            return new Condition(true, "PodCompleted", "");
        }
        boolean mainsBegun = plan.containers.stream()
                .anyMatch(one -> one.role() == ContainerState.Role.MAIN && one.newest() != null);
        var incomplete = new ArrayList<String>();
        int at = 0;
        for (ContainerState container : plan.containers) {
            if (container.role() == ContainerState.Role.MAIN) {
                continue;
            }
            JsonNode reported = status.path("initContainerStatuses").path(at++);
            boolean done = container.role() == ContainerState.Role.SIDECAR
                    ? reported.path("started").asBoolean(false)
                    : container.succeeded();
            if (!done && !mainsBegun) {
                incomplete.add(container.name());
            }
        }
        return incomplete.isEmpty()
                ? Condition.TRUE
                : new Condition(
                        false, "ContainersNotInitialized", "containers with incomplete status: " + list(incomplete));
    }

    private static Condition ready(PodPlanBuilder plan, Condition containers) {
        List<String> gates = plan.pod().pod().surroundings().readinessGates();
        if (!containers.holds()) {
            return containers;
        }
        var messages = new ArrayList<String>();
        for (String type : gates) {
            JsonNode condition = find(plan.assigned().path("conditions"), type);
            if (condition.isMissingNode()) {
                messages.add("corresponding condition of pod readiness gate \"" + type + "\" does not exist.");
            } else if (!condition.path("status").asString("").equals("True")) {
                messages.add("the status of pod readiness gate \"" + type + "\" is not \"True\", but "
                        + condition.path("status").asString(""));
            }
        }
        return messages.isEmpty()
                ? Condition.TRUE
                : new Condition(false, "ReadinessGatesNotReady", String.join(", ", messages));
    }

    private static void add(PodPlanBuilder plan, ArrayNode to, JsonNode before, String type, Condition condition) {
        String value = condition.holds() ? "True" : "False";
        JsonNode last = find(before, type);
        boolean same = last.path("status").asString("").equals(value);
        ObjectNode node = to.addObject();
        node.put("type", type);
        Long generation = plan.pod().pod().identity().generation();
        if (generation != null) {
            node.put("observedGeneration", generation);
        }
        node.put("status", value);
        node.putNull("lastProbeTime");
        node.put(
                "lastTransitionTime",
                same
                        ? last.path("lastTransitionTime").asString(ContainerStatuses.text(plan.now))
                        : ContainerStatuses.text(plan.now));
        if (!condition.reason().isEmpty()) {
            node.put("reason", condition.reason());
        }
        if (!condition.message().isEmpty()) {
            node.put("message", condition.message());
        }
    }

    private static JsonNode find(JsonNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asString("").equals(type)) {
                return condition;
            }
        }
        return tools.jackson.databind.node.MissingNode.getInstance();
    }

    /** As Go prints a list of strings. */
    private static String list(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }
}
