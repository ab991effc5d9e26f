package io.shiplog.resources.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NodeFactsTest {
    @Test
    void tellsHowANodeIsDoing() {
        NodeFacts node = NodeFacts.read("""
                {"metadata":{"name":"n"},"spec":{"unschedulable":true,
                  "taints":[{"key":"k","effect":"NoExecute","timeAdded":"2026-01-01T00:00:00Z"},{"key":"l","value":"v"}]},
                 "status":{"conditions":[{"type":"Ready","status":"True"},{"type":"DiskPressure"}]}}""".getBytes(UTF_8));
        assertThat(node.isReady()).isTrue();
        assertThat(node.unschedulable()).isTrue();
        assertThat(node.condition("DiskPressure")).isEqualTo("Unknown");
        assertThat(node.taints())
                .containsExactly(
                        new Taint("k", "", "NoExecute", Instant.parse("2026-01-01T00:00:00Z")),
                        new Taint("l", "v", "", null));
    }

    @Test
    void aNodeThatNeverSpokeIsSilent() {
        assertThat(NodeFacts.read("{\"metadata\":{}}".getBytes(UTF_8)).isSilent())
                .isTrue();
    }
}
