package io.shiplog.reconcilers.loop;

import static io.shiplog.reconcilers.world.Manifests.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.network.Networking;
import io.shiplog.resources.kinds.service.AllocatedNodePorts;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeletedServicesTest {
    private static final String SERVICE = "{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"web\","
            + "\"namespace\":\"shop\"},\"spec\":{\"clusterIP\":\"10.96.1.1\",\"ports\":[{\"port\":80,\"nodePort\":30001}]}}";
    private final State state = State.of(
            List.of(
                    stored(Services.RESOURCE, "shop/web", 1, SERVICE),
                    stored(Networking.ADDRESSES.resource(), "10.96.1.1", 2, held("web")),
                    stored(AllocatedNodePorts.RESOURCE, "30001", 3, held("web")),
                    stored(Networking.ADDRESSES.resource(), "10.96.1.2", 4, held("other"))),
            4);

    @Test
    void addressAndPortsGoInTheSameProposalAsTheService() {
        assertThat(deleted(state))
                .extracting(write -> write.resource() + " " + write.key() + " " + write.base())
                .containsExactly(
                        "services shop/web 1",
                        "ipaddresses.networking.k8s.io 10.96.1.1 2",
                        "nodeports.internal.shiplog.io 30001 3");
    }

    @Test
    void itsEndpointsGoInTheSameProposalToo() {
        State given = State.of(
                List.of(
                        stored(Services.RESOURCE, "shop/web", 1, SERVICE),
                        stored(Endpoints.RESOURCE, "shop/web", 2, "{\"metadata\":{\"name\":\"web\"}}"),
                        stored(Endpoints.RESOURCE, "shop/other", 3, "{\"metadata\":{\"name\":\"other\"}}")),
                3);
        assertThat(deleted(given))
                .extracting(write -> write.resource() + " " + write.key() + " " + write.base())
                .containsExactly("services shop/web 1", "endpoints shop/web 2");
    }

    @Test
    void whatAnotherServiceHoldsStays() {
        State taken = State.of(
                List.of(
                        stored(Services.RESOURCE, "shop/web", 1, SERVICE),
                        stored(Networking.ADDRESSES.resource(), "10.96.1.1", 2, held("other"))),
                2);
        assertThat(deleted(taken)).hasSize(1);
    }

    private static List<Write> deleted(State state) {
        StoredObject service = Objects.requireNonNull(state.get(Services.RESOURCE, ObjectKey.parse("shop/web")));
        return new PlannedWrite.Deleting(Write.delete(service))
                .decide(state, Instant.EPOCH)
                .writes();
    }

    private static String held(String service) {
        return "{\"metadata\":{},\"spec\":{\"parentRef\":{\"resource\":\"services\",\"namespace\":\"shop\",\"name\":\""
                + service + "\"}}}";
    }

    private static StoredObject stored(GroupResource resource, String key, long version, String json) {
        return new StoredObject(resource, ObjectKey.parse(key), "u" + version, version, Json.bytes(parse(json)));
    }
}
