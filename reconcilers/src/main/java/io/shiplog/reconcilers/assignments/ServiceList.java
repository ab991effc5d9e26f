package io.shiplog.reconcilers.assignments;

import io.shiplog.journal.view.StateView;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.json.Json;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services that a pod's environment names: those of its namespace and {@code default/kubernetes}, as far as they have a
 * cluster IP (kubelet's getServiceEnvVarMap, v1.34). They are made once per namespace, until a Service of it changes. One thread owns
 * it.
 */
final class ServiceList {
    private static final ObjectKey MASTER = new ObjectKey("default", "kubernetes");

    private final Map<String, byte[]> byNamespace = new HashMap<>();

    /** The services for a pod of {@code namespace} as a JSON array. */
    byte[] of(StateView view, String namespace) {
        return byNamespace.computeIfAbsent(namespace, _ -> Json.bytes(read(view, namespace)));
    }

    /** Notes that a Service has changed. */
    void changed(ObjectKey service) {
        if (service.equals(MASTER)) {
            byNamespace.clear();
        } else {
            byNamespace.remove(service.namespace());
        }
    }

    private static ArrayNode read(StateView view, String namespace) {
        ArrayNode services = JsonNodeFactory.instance.arrayNode();
        for (StoredObject service : view.list(Resources.SERVICES, namespace)) {
            StoredObject confirmed = view.confirmed(new ObjectRef(Resources.SERVICES, service.key()));
            if (confirmed != null) {
                add(services, confirmed);
            }
        }
        if (!namespace.equals(MASTER.namespace())) {
            StoredObject master = view.confirmed(new ObjectRef(Resources.SERVICES, MASTER));
            if (master != null) {
                add(services, master);
            }
        }
        return services;
    }

    private static void add(ArrayNode services, StoredObject service) {
        ObjectNode json = Json.parse(service.json());
        String clusterIp = json.path("spec").path("clusterIP").asString("");
        if (clusterIp.isEmpty() || clusterIp.equals("None")) {
            return;
        }
        ObjectNode entry = services.addObject();
        entry.put("name", service.key().name());
        entry.put("namespace", service.key().namespace());
        entry.put("clusterIP", clusterIp);
        entry.set(
                "ports",
                json.path("spec").path("ports").isArray() ? json.path("spec").path("ports") : entry.arrayNode());
    }
}
