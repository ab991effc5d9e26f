package io.shiplog.resources.kinds.cluster;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.Field;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.selector.SelectableField;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Nodes, their leases and the classes of their runtimes, and the health of components. */
public final class Nodes {
    // A node comes with its status: the agent that registers it knows its capacity and addresses.
    public static final Kind KIND = Kind.ofCluster("v1", "Node", "nodes")
            .shortNames("no")
            .status()
            .connects("proxy", "NodeProxyOptions", "create", "delete", "get", "patch", "update")
            .rules(Rules.validatedBy(root -> NodeRules.node(root.at("spec")))
                    .changes((root, old) -> changes(root.at("spec"), old))
                    .defaults(ClusterDefaults::node)
                    .statusIsGiven()
                    .table(ClusterTables::nodes)
                    .selectable(SelectableField.bool("spec.unschedulable"))
                    .build());

    public static final Kind LEASES = Kind.namespaced("coordination.k8s.io/v1", "Lease", "leases")
            .rules(Rules.schemaOnly()
                    .table(ClusterTables::leases)
                    .createsOnUpdate()
                    .needsVersion()
                    .build());

    public static final Kind RUNTIME_CLASSES = Kind.ofCluster("node.k8s.io/v1", "RuntimeClass", "runtimeclasses")
            .rules(Rules.schemaOnly()
                    .table(ClusterTables::runtimeClasses)
                    .createsOnUpdate()
                    .needsVersion()
                    .build());

    public static final Kind COMPONENTS = Kind.ofCluster("v1", "ComponentStatus", "componentstatuses")
            .shortNames("cs")
            .verbs("get", "list")
            .onlyAnswers()
            .rules(Rules.schemaOnly().table(ClusterTables::componentStatuses).build());

    public static final GroupResource RESOURCE = KIND.resource();

    private Nodes() {}

    private static void changes(Field spec, ObjectNode node) {
        JsonNode old = node.path("spec");
        String range = old.path("podCIDR").asString("");
        if (!range.isEmpty() && !range.equals(spec.at("podCIDR").text())) {
            spec.at("podCIDRs").forbidden("node updates may not change podCIDR except from \"\" to valid");
        }
        String provider = old.path("providerID").asString("");
        if (!provider.isEmpty() && !provider.equals(spec.at("providerID").text())) {
            spec.at("providerID").forbidden("node updates may not change providerID except from \"\" to valid");
        }
    }
}
