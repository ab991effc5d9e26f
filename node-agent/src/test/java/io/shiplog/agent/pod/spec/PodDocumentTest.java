package io.shiplog.agent.pod.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.testkit.TestPods;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.kinds.pod.Pods;
import org.junit.jupiter.api.Test;

class PodDocumentTest {
    private static PodDocument document(String name) {
        return PodDocument.read(("{\"metadata\":{\"name\":\"" + name + "\",\"uid\":\"u\",\"labels\":{\"app\":\"a\"}},"
                        + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i:1\"}],\"volumes\":[{\"name\":\"v\"}]}}")
                .getBytes(UTF_8));
    }

    @Test
    void bothFormsSayWhatTheBytesSay() {
        PodDocument document = document("p");
        assertThat(document.tree().path("metadata").path("name").asString("")).isEqualTo("p");
        assertThat(document.definition().containers().getFirst().name()).isEqualTo("c");
    }

    @Test
    void theBytesOfAVersionThatAnotherRoleHoldsAreHeldOnce() {
        byte[] json =
                "{\"metadata\":{\"resourceVersion\":\"7\",\"namespace\":\"n\",\"name\":\"p\",\"uid\":\"u\"},\"spec\":{}}"
                        .getBytes(UTF_8);
        var held = new StoredObject(Pods.RESOURCE, ObjectKey.parse("n/p"), "u", 7, json).shared();
        assertThat(PodDocument.read(json.clone()).stored()).isSameAs(held);
    }

    @Test
    void thePodsOfOneTemplateShareWhatTheyHaveInCommon() {
        PodDefinition one = document("p-1").definition();
        PodDefinition other = document("p-2").definition();
        assertThat(other.identity().name()).isEqualTo("p-2");
        assertThat(other.containers()).isSameAs(one.containers());
        assertThat(other.volumes()).isSameAs(one.volumes());
        assertThat(other.network()).isSameAs(one.network());
        assertThat(other.demand()).isSameAs(one.demand());
        assertThat(other.identity().labels()).isSameAs(one.identity().labels());
    }

    @Test
    void anotherStatusLeavesTheRestAsItWas() {
        PodDocument document = document("p");
        PodDocument running = document.with(KnownStatus.of(TestPods.json("{'phase':'Running','podIP':'10.0.0.7',"
                + "'containerStatuses':[{'restartCount':2,'state':{'running':{}}},{'restartCount':1}]}")));
        assertThat(running.definition()).isSameAs(document.definition());
        assertThat(running.tree().path("status").path("phase").asString("")).isEqualTo("Running");
        assertThat(running.status().facts()).isEqualTo(new KnownStatus.Facts("Running", "10.0.0.7", null, 1, 3));
        assertThat(document.status().facts().phase()).isEmpty();
        assertThat(running).isNotEqualTo(document).isEqualTo(document.with(running.status()));
    }
}
