package io.shiplog.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.engine.EngineInfo;
import io.shiplog.agent.engine.ImageInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NodeObjectTest {
    private static final EngineInfo ENGINE = new EngineInfo("docker://20.10.24", "Debian", "6.1", "amd64", 4, 8L << 30);

    private static MachineFacts facts(String failure, String now) {
        var images = List.of(new ImageInfo("sha256:1", List.of("web:1"), 10, ""));
        return new MachineFacts(
                ENGINE, "machine", "boot", images, failure, false, false, 100L << 30, Instant.parse(now));
    }

    private static JsonNode condition(ObjectNode node, String type) {
        return node.path("status")
                .path("conditions")
                .valueStream()
                .filter(one -> one.path("type").asString("").equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysWhatTheNodeIsAndCanGive() {
        var settings = new NodeSettings(
                        "n1",
                        "127.0.1.1",
                        Map.of("zone", "z"),
                        List.of("a=b:NoExecute"),
                        new NodeSettings.Capacity(null, "4Gi", 50))
                .asControlPlane();
        ObjectNode node = NodeObject.of(settings, facts("", "2026-01-01T00:00:00Z"), 10250, null);
        assertThat(node.path("metadata")
                        .path("labels")
                        .path("kubernetes.io/hostname")
                        .asString(""))
                .isEqualTo("n1");
        assertThat(node.path("metadata").path("labels").path("zone").asString(""))
                .isEqualTo("z");
        assertThat(node.path("metadata")
                        .path("labels")
                        .path("node-role.kubernetes.io/control-plane")
                        .asString("none"))
                .isEmpty();
        assertThat(node.path("spec").path("taints").toString())
                .isEqualTo("[{\"key\":\"a\",\"value\":\"b\",\"effect\":\"NoExecute\"},"
                        + "{\"key\":\"node-role.kubernetes.io/control-plane\",\"effect\":\"NoSchedule\"}]");
        JsonNode status = node.path("status");
        assertThat(status.path("capacity").path("cpu").asString("")).isEqualTo("4");
        assertThat(status.path("allocatable").path("memory").asString("")).isEqualTo("4Gi");
        assertThat(status.path("addresses").path(0).path("address").asString(""))
                .isEqualTo("127.0.1.1");
        assertThat(status.path("daemonEndpoints")
                        .path("kubeletEndpoint")
                        .path("Port")
                        .asInt())
                .isEqualTo(10250);
        assertThat(status.path("images").path(0).path("names").path(0).asString(""))
                .isEqualTo("web:1");
    }

    @Test
    void isNotReadyWhileItsEngineIsDownAndKeepsTransitionTimes() {
        var settings = NodeSettings.of("n1", "127.0.1.1");
        ObjectNode up = NodeObject.of(settings, facts("", "2026-01-01T00:00:00Z"), 1, null);
        ObjectNode still = NodeObject.of(settings, facts("", "2026-01-01T00:01:00Z"), 1, up);
        ObjectNode down = NodeObject.of(settings, facts("no answer", "2026-01-01T00:02:00Z"), 1, still);
        assertThat(condition(still, "Ready").path("lastTransitionTime").asString(""))
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(condition(still, "Ready").path("lastHeartbeatTime").asString(""))
                .isEqualTo("2026-01-01T00:01:00Z");
        assertThat(condition(down, "Ready").path("status").asString("")).isEqualTo("False");
        assertThat(condition(down, "Ready").path("lastTransitionTime").asString(""))
                .isEqualTo("2026-01-01T00:02:00Z");
    }
}
