package io.shiplog.resources.kinds;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.kinds.autoscaling.Autoscalers;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.control.Machinery;
import io.shiplog.resources.kinds.definition.Definitions;
import io.shiplog.resources.kinds.device.Devices;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.network.Networking;
import io.shiplog.resources.kinds.pod.PodTemplates;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.kinds.storage.Storage;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.kinds.workload.DaemonSets;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.Jobs;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.kinds.workload.StatefulSets;
import java.util.List;

/**
 * The kinds of the Kubernetes v1.34 API that a server offers by default: all stable versions; no beta is on by default
 * in that release. Groups stand in the order in which discovery names them, versions of a group with the preferred one
 * first, kinds of a version by plural name.
 */
final class BuiltInKinds {
    static final List<Kind> ALL = List.of(
            PodTemplates.BINDING,
            Nodes.COMPONENTS,
            Configuration.CONFIG_MAPS,
            Endpoints.KIND,
            Events.KIND,
            PolicyKinds.LIMIT_RANGES,
            Namespaces.KIND,
            Nodes.KIND,
            Volumes.CLAIMS,
            Volumes.KIND,
            Pods.KIND,
            PodTemplates.KIND,
            ReplicaSets.CONTROLLERS,
            PolicyKinds.QUOTAS,
            Configuration.SECRETS,
            Configuration.ACCOUNTS,
            Services.KIND,
            Machinery.API_SERVICES,
            StatefulSets.REVISIONS,
            DaemonSets.KIND,
            Deployments.KIND,
            ReplicaSets.KIND,
            StatefulSets.KIND,
            Events.NEW,
            Access.SELF_REVIEWS,
            Access.TOKEN_REVIEWS,
            Access.LOCAL_ACCESS_REVIEWS,
            Access.SELF_ACCESS_REVIEWS,
            Access.SELF_RULES_REVIEWS,
            Access.ACCESS_REVIEWS,
            Autoscalers.KIND,
            Autoscalers.V1,
            Jobs.CRON,
            Jobs.KIND,
            Access.SIGNING_REQUESTS,
            Networking.INGRESS_CLASSES,
            Networking.INGRESSES,
            Networking.ADDRESSES,
            Networking.POLICIES,
            Networking.SERVICE_RANGES,
            PolicyKinds.DISRUPTION_BUDGETS,
            Access.CLUSTER_BINDINGS,
            Access.CLUSTER_ROLES,
            Access.BINDINGS,
            Access.ROLES,
            Storage.DRIVERS,
            Storage.NODES,
            Storage.CAPACITIES,
            Storage.CLASSES,
            Storage.ATTACHMENTS,
            Storage.ATTRIBUTES,
            Machinery.MUTATING_WEBHOOKS,
            Machinery.ADMISSION_POLICIES,
            Machinery.ADMISSION_POLICY_BINDINGS,
            Machinery.VALIDATING_WEBHOOKS,
            Definitions.KIND,
            PolicyKinds.PRIORITIES,
            Nodes.LEASES,
            Nodes.RUNTIME_CLASSES,
            Endpoints.SLICES,
            Machinery.FLOW_SCHEMAS,
            Machinery.PRIORITY_LEVELS,
            Devices.CLASSES,
            Devices.CLAIMS,
            Devices.CLAIM_TEMPLATES,
            Devices.SLICES,
            Deployments.EXTENSIONS);

    private BuiltInKinds() {}
}
