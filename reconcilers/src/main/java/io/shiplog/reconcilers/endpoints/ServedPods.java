package io.shiplog.reconcilers.endpoints;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.view.View;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.objects.Pods;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The pods behind a Service. */
final class ServedPods {
    private ServedPods() {}

    /** Pods that the Service selects, that have an address and have not ended, in key order. */
    static List<StoredObject> of(View view, StoredObject service) {
        Map<String, String> selector = Services.selector(Services.of(service));
        var served = new ArrayList<StoredObject>();
        for (StoredObject stored : view.list(Resources.PODS, service.key().namespace())) {
            if (Services.selects(selector, stored)) {
                Pod pod = Pods.of(stored);
                if (!Pods.hasEnded(pod) && !Services.addresses(pod).isEmpty()) {
                    served.add(stored);
                }
            }
        }
        return served;
    }

    /** Adds what Endpoints and slices both say of a pod beside its address. */
    static void describe(ObjectNode endpoint, Service service, StoredObject stored) {
        Pod pod = Pods.of(stored);
        String hostname = pod.getSpec().getHostname();
        boolean named = hostname != null
                && !hostname.isEmpty()
                && service.getMetadata().getName().equals(pod.getSpec().getSubdomain());
        if (named) {
            endpoint.put("hostname", hostname);
        }
        String node = Pods.nodeName(pod);
        if (node != null) {
            endpoint.put("nodeName", node);
        }
        endpoint.set(
                "targetRef",
                Json.object()
                        .put("kind", "Pod")
                        .put("namespace", stored.key().namespace())
                        .put("name", stored.key().name())
                        .put("uid", stored.uid()));
    }

    /** The labels of a Service, for what is made for it. */
    static ObjectNode labels(StoredObject service) {
        ObjectNode labels = Json.object();
        service.facts().labels().forEach(labels::put);
        if (Services.isHeadless(Services.of(service))) {
            labels.put(Services.HEADLESS_LABEL, "");
        }
        return labels;
    }

    /** Replaces the labels of an object's metadata; none is no member. */
    static void label(ObjectNode metadata, ObjectNode labels) {
        if (labels.isEmpty()) {
            metadata.remove("labels");
        } else if (!Draft.same(metadata.path("labels"), labels)) {
            metadata.set("labels", labels);
        }
    }
}
