package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Tables of pods and of pod templates on their own. */
public final class PodTables {
    private PodTables() {}

    public static TableSpec pods() {
        return TableSpec.named()
                .text("Ready", "Ready containers of all", Cell.text(pod -> {
                    PodStatus status = PodStatus.of(pod);
                    return status.ready() + "/" + status.total();
                }))
                .text(
                        "Status",
                        "The state of the pod and its containers",
                        Cell.text(pod -> PodStatus.of(pod).status()))
                .text(
                        "Restarts",
                        "How often containers were started again",
                        (pod, now) -> StringNode.valueOf(PodStatus.of(pod).restartsText(now)))
                .age()
                .wide("IP", "Address of the pod", Cell.text(PodTables::address))
                .wide("Node", "Node that the pod is bound to", Cell.text("spec.nodeName", Read.NONE))
                .wide(
                        "Nominated Node",
                        "Node on which room is being made for the pod",
                        Cell.text("status.nominatedNodeName", Read.NONE))
                .wide("Readiness Gates", "Readiness gates passed of all", Cell.text(PodTables::readinessGates));
    }

    public static TableSpec podTemplates() {
        return TableSpec.named()
                .text(
                        "Containers",
                        "Names of the containers",
                        Cell.text(object -> Read.joined(Read.at(object, "template.spec.containers"), "name")))
                .text(
                        "Images",
                        "Images of the containers",
                        Cell.text(object -> Read.joined(Read.at(object, "template.spec.containers"), "image")))
                .text(
                        "Pod Labels",
                        "Labels of the pods",
                        Cell.text(object -> Read.labels(Read.at(object, "template.metadata.labels"))));
    }

    private static String address(JsonNode pod) {
        String first = Read.text(Read.at(pod, "status.podIPs").path(0), "ip");
        return first.isEmpty() ? Read.text(pod, "status.podIP", Read.NONE) : first;
    }

    private static String readinessGates(JsonNode pod) {
        JsonNode gates = Read.at(pod, "spec.readinessGates");
        if (gates.isEmpty()) {
            return Read.NONE;
        }
        int passed = 0;
        for (JsonNode gate : gates) {
            passed += Read.condition(pod, Read.text(gate, "conditionType"), "True") ? 1 : 0;
        }
        return passed + "/" + gates.size();
    }
}
