package io.shiplog.apiserver.webhook;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.webhook.WebhookPlace;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An address behind a Service, read from its EndpointSlices, as upstream's service resolver finds one. */
final class ServiceEndpoint {
    private static final GroupResource SERVICES = GroupResource.core("services");
    private static final GroupResource SLICES = new GroupResource("endpointslices", "discovery.k8s.io");

    private ServiceEndpoint() {}

    /** @throws IllegalArgumentException with upstream's text when there is none */
    static SocketAddress of(View view, WebhookPlace place) {
        StoredObject found = view.get(SERVICES, new ObjectKey(place.namespace(), place.service()));
        if (found == null) {
            throw new IllegalArgumentException("service \"" + place.service() + "\" not found");
        }
        ObjectNode service = Trees.of(found);
        if (Trees.text(service, "spec", "type").equals("ExternalName")) {
            return SocketAddress.inetSocketAddress(place.port(), Trees.text(service, "spec", "externalName"));
        }
        for (JsonNode port : service.path("spec").path("ports")) {
            if (Trees.number(port, 0, "port") == place.port()) {
                return ready(view, place, Trees.text(port, "name"));
            }
        }
        throw new IllegalArgumentException(
                "no service port " + place.port() + " found for service \"" + place.service() + "\"");
    }

    private static SocketAddress ready(View view, WebhookPlace place, String portName) {
        List<SocketAddress> ready = new ArrayList<>();
        for (StoredObject each : view.list(SLICES, place.namespace())) {
            ObjectNode slice = Trees.of(each);
            if (!slice.path("metadata")
                    .path("labels")
                    .path("kubernetes.io/service-name")
                    .asString("")
                    .equals(place.service())) {
                continue;
            }
            for (JsonNode port : slice.path("ports")) {
                if (Trees.text(port, "name").equals(portName)) {
                    addReady(slice, (int) Trees.number(port, 0, "port"), ready);
                }
            }
        }
        if (ready.isEmpty()) {
            throw new IllegalArgumentException("no endpoints available for service \"" + place.service() + "\"");
        }
        return ready.get(ThreadLocalRandom.current().nextInt(ready.size()));
    }

    private static void addReady(ObjectNode slice, int port, List<SocketAddress> ready) {
        for (JsonNode endpoint : slice.path("endpoints")) {
            if (endpoint.path("conditions").path("ready").asBoolean(true)) {
                endpoint.path("addresses")
                        .forEach(address -> ready.add(SocketAddress.inetSocketAddress(port, address.asString(""))));
            }
        }
    }
}
