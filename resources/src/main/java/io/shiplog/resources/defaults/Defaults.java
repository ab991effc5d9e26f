package io.shiplog.resources.defaults;

import io.shiplog.resources.kind.Kind;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The defaults of every kind that has some, as Kubernetes 1.34 applies them to each object that it decodes, created or
 * updated. Applying them twice changes nothing more.
 */
public final class Defaults {
    private static final Map<String, Consumer<ObjectNode>> BY_RESOURCE = Map.ofEntries(
            Map.entry("pods", PodDefaults::pod),
            Map.entry("podtemplates", PodDefaults::template),
            Map.entry("deployments.apps", WorkloadDefaults::deployment),
            Map.entry("replicasets.apps", WorkloadDefaults::replicaSet),
            Map.entry("replicationcontrollers", WorkloadDefaults::replicationController),
            Map.entry("daemonsets.apps", WorkloadDefaults::daemonSet),
            Map.entry("statefulsets.apps", WorkloadDefaults::statefulSet),
            Map.entry("jobs.batch", WorkloadDefaults::job),
            Map.entry("cronjobs.batch", WorkloadDefaults::cronJob),
            Map.entry("services", ServiceDefaults::service),
            Map.entry("endpoints", ServiceDefaults::endpoints),
            Map.entry("endpointslices.discovery.k8s.io", ServiceDefaults::endpointSlice),
            Map.entry("networkpolicies.networking.k8s.io", ServiceDefaults::networkPolicy),
            Map.entry("ingressclasses.networking.k8s.io", ServiceDefaults::ingressClass),
            Map.entry("persistentvolumeclaims", StorageDefaults::claim),
            Map.entry("persistentvolumes", StorageDefaults::volume),
            Map.entry("storageclasses.storage.k8s.io", StorageDefaults::storageClass),
            Map.entry("csidrivers.storage.k8s.io", StorageDefaults::csiDriver),
            Map.entry("secrets", PolicyDefaults::secret),
            Map.entry("namespaces", PolicyDefaults::namespace),
            Map.entry("nodes", PolicyDefaults::node),
            Map.entry("limitranges", PolicyDefaults::limitRange),
            Map.entry("priorityclasses.scheduling.k8s.io", PolicyDefaults::priorityClass),
            Map.entry("horizontalpodautoscalers.autoscaling", PolicyDefaults::autoscaler),
            Map.entry("rolebindings.rbac.authorization.k8s.io", PolicyDefaults::roleBinding),
            Map.entry("clusterrolebindings.rbac.authorization.k8s.io", PolicyDefaults::roleBinding));

    private Defaults() {}

    /** Changes the object in place. Members of unexpected types are left for the schema check to refuse. */
    public static void apply(Kind kind, ObjectNode object) {
        Consumer<ObjectNode> own = BY_RESOURCE.get(kind.groupResource());
        if (own != null) {
            own.accept(object);
        }
        QuantityCanonicals.apply(object, kind.schema());
    }

    /** The selector that an old workload gets from its template's labels when it names none. */
    public static void selectorFromTemplate(ObjectNode workload) {
        ObjectNode spec = Fill.object(workload, "spec");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (Fill.isAbsent(spec, "selector") && labels.isObject() && !labels.isEmpty()) {
            spec.putObject("selector").set("matchLabels", labels.deepCopy());
        }
    }
}
