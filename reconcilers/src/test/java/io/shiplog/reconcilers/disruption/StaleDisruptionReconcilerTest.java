package io.shiplog.reconcilers.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StaleDisruptionReconcilerTest {
    private final World world = new World(1, new StaleDisruptionReconciler());

    @BeforeEach
    void aPod() {
        world.create(Pods.RESOURCE, Manifests.pod("p", "web"));
    }

    private void marked(String reason) {
        world.edit(
                Pods.RESOURCE,
                "default/p",
                pod -> Draft.object(pod, "status")
                        .putArray("conditions")
                        .addObject()
                        .put("type", "DisruptionTarget")
                        .put("status", "True")
                        .put("lastTransitionTime", world.now().toString())
                        .put("reason", reason));
    }

    private JsonNode mark() {
        world.settle();
        assertThat(world.restless()).isEmpty();
        return world.json(Pods.RESOURCE, "default/p")
                .path("status")
                .path("conditions")
                .path(0);
    }

    @Test
    void takesBackAnEvictionThatCameToNothingAfterTwoMinutes() {
        marked("EvictionByEvictionAPI");
        world.settle();
        world.advance(Duration.ofSeconds(119));
        assertThat(mark().path("status").asString()).isEqualTo("True");
        world.advance(Duration.ofSeconds(1));
        assertThat(mark().path("status").asString()).isEqualTo("False");
        assertThat(mark().has("reason")).isFalse();
        assertThat(mark().path("lastTransitionTime").asString())
                .isEqualTo(world.now().toString());
        assertThat(mark().path("observedGeneration").asInt()).isEqualTo(1);
    }

    @Test
    void leavesWhatTheNodeSays() {
        marked("TerminationByKubelet");
        world.advance(Duration.ofMinutes(3));
        assertThat(mark().path("status").asString()).isEqualTo("True");
    }

    @Test
    void leavesAPodThatEndsOrHasEnded() {
        marked("EvictionByEvictionAPI");
        world.edit(
                Pods.RESOURCE, "default/p", pod -> Draft.object(pod, "status").put("phase", "Failed"));
        world.advance(Duration.ofMinutes(3));
        assertThat(mark().path("status").asString()).isEqualTo("True");
        world.edit(Pods.RESOURCE, "default/p", pod -> {
            Draft.object(pod, "status").put("phase", "Running");
            Draft.object(pod, "metadata").put("deletionTimestamp", world.now().toString());
        });
        world.advance(Duration.ofMinutes(3));
        assertThat(mark().path("status").asString()).isEqualTo("True");
    }
}
