package io.shiplog.agent.pod.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class PodDocumentTest {
    private final PodDocument document = new PodDocument("""
            {"metadata":{"name":"p","uid":"u"},"spec":{"containers":[{"name":"c"}]}}""".getBytes(UTF_8));

    @Test
    void bothFormsSayWhatTheBytesSay() {
        assertThat(document.tree().path("metadata").path("name").asString("")).isEqualTo("p");
        assertThat(document.model().getSpec().getContainers().getFirst().getName())
                .isEqualTo("c");
    }

    @Test
    void neitherFormIsKeptWhenNobodyUsesIt() {
        var tree = new WeakReference<Object>(document.tree());
        var model = new WeakReference<Object>(document.model());
        for (int round = 0; (tree.get() != null || model.get() != null) && round < 1_000; round++) {
            System.gc();
        }
        assertThat(tree.get()).isNull();
        assertThat(model.get()).isNull();
        assertThat(document.model().getMetadata().getUid()).isEqualTo("u");
    }
}
