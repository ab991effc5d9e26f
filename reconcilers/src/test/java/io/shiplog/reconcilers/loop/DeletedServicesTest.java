package io.shiplog.reconcilers.loop;

import static io.shiplog.reconcilers.world.Manifests.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeletedServicesTest {
    private static final String SERVICE = "{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"web\","
            + "\"namespace\":\"shop\"},\"spec\":{\"clusterIP\":\"10.96.1.1\",\"ports\":[{\"port\":80,\"nodePort\":30001}]}}";
    private final State state = State.of(
            List.of(
                    stored(Resources.SERVICES, "shop/web", 1, SERVICE),
                    stored(Resources.IP_ADDRESSES, "10.96.1.1", 2, held("web")),
                    stored(Resources.NODE_PORTS, "30001", 3, held("web")),
                    stored(Resources.IP_ADDRESSES, "10.96.1.2", 4, held("other"))),
            4);

    @Test
    void addressAndPortsGoInTheSameProposalAsTheService() {
        Prepared prepared = prepare();
        assertThat(((Prepared.Admitted) prepared).writes())
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
                        stored(Resources.SERVICES, "shop/web", 1, SERVICE),
                        stored(Resources.ENDPOINTS, "shop/web", 2, "{\"metadata\":{\"name\":\"web\"}}"),
                        stored(Resources.ENDPOINTS, "shop/other", 3, "{\"metadata\":{\"name\":\"other\"}}")),
                3);
        Prepared prepared = new AdmissionPreparation().prepare(given, deletion(given), Instant.EPOCH);
        assertThat(((Prepared.Admitted) prepared).writes())
                .extracting(write -> write.resource() + " " + write.key() + " " + write.base())
                .containsExactly("services shop/web 1", "endpoints shop/web 2");
    }

    @Test
    void whatAnotherServiceHoldsStays() {
        State taken = State.of(
                List.of(
                        stored(Resources.SERVICES, "shop/web", 1, SERVICE),
                        stored(Resources.IP_ADDRESSES, "10.96.1.1", 2, held("other"))),
                2);
        Prepared prepared = new AdmissionPreparation().prepare(taken, deletion(taken), Instant.EPOCH);
        assertThat(((Prepared.Admitted) prepared).writes()).hasSize(1);
    }

    private Prepared prepare() {
        return new AdmissionPreparation().prepare(state, deletion(state), Instant.EPOCH);
    }

    private static List<Write> deletion(State state) {
        return List.of(
                Write.delete(Objects.requireNonNull(state.get(Resources.SERVICES, ObjectKey.parse("shop/web")))));
    }

    private static String held(String service) {
        return "{\"metadata\":{},\"spec\":{\"parentRef\":{\"resource\":\"services\",\"namespace\":\"shop\",\"name\":\""
                + service + "\"}}}";
    }

    private static StoredObject stored(GroupResource resource, String key, long version, String json) {
        return new StoredObject(resource, ObjectKey.parse(key), "u" + version, version, Json.bytes(parse(json)));
    }
}
