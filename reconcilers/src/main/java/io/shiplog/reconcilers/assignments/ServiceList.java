package io.shiplog.reconcilers.assignments;

import io.shiplog.journal.codec.AssignedService;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.service.Services;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The services that a pod's environment names: those of its namespace and {@code default/kubernetes}, as far as they
 * have a cluster IP (kubelet's getServiceEnvVarMap, v1.34). They are made once per namespace, until a Service of it
 * changes. One thread owns it.
 */
final class ServiceList {
    private static final ObjectKey MASTER = new ObjectKey("default", "kubernetes");

    private final Map<String, List<AssignedService>> byNamespace = new HashMap<>();

    /** The services for a pod of {@code namespace}. */
    List<AssignedService> of(StateView view, String namespace) {
        return byNamespace.computeIfAbsent(namespace, _ -> read(view, namespace));
    }

    /** Notes that a Service has changed. */
    void changed(ObjectKey service) {
        if (service.equals(MASTER)) {
            byNamespace.clear();
        } else {
            byNamespace.remove(service.namespace());
        }
    }

    private static List<AssignedService> read(StateView view, String namespace) {
        var services = new ArrayList<AssignedService>();
        for (StoredObject service : view.list(Services.RESOURCE, namespace)) {
            StoredObject confirmed = view.confirmed(new ObjectRef(Services.RESOURCE, service.key()));
            if (confirmed != null) {
                add(services, confirmed);
            }
        }
        if (!namespace.equals(MASTER.namespace())) {
            StoredObject master = view.confirmed(new ObjectRef(Services.RESOURCE, MASTER));
            if (master != null) {
                add(services, master);
            }
        }
        return services;
    }

    private static void add(List<AssignedService> services, StoredObject service) {
        JsonNode spec = Json.parse(service.json()).path("spec");
        String clusterIp = spec.path("clusterIP").asString("");
        if (clusterIp.isEmpty() || clusterIp.equals("None")) {
            return;
        }
        var ports = new ArrayList<AssignedService.Port>();
        for (JsonNode port : spec.path("ports")) {
            ports.add(new AssignedService.Port(
                    port.path("name").asString(""),
                    port.path("port").asInt(0),
                    port.path("protocol").asString("TCP")));
        }
        services.add(
                new AssignedService(service.key().namespace(), service.key().name(), clusterIp, ports));
    }
}
