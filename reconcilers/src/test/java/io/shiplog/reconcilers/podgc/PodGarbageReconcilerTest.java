package io.shiplog.reconcilers.podgc;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PodGarbageReconcilerTest {
    private final World world = new World(1, new PodGarbageReconciler(3));

    private void pod(String name, String phase, String reason) {
        ObjectNode pod = Manifests.pod(name, "web");
        Draft.object(pod, "status").put("phase", phase).put("reason", reason);
        world.create(Pods.RESOURCE, pod);
        world.advance(Duration.ofSeconds(1));
    }

    @Test
    void keepsTheYoungestOfThePodsThatHaveEnded() {
        pod("runs", "Running", "");
        for (int i = 1; i <= 5; i++) {
            pod("ended-" + i, i % 2 == 0 ? "Succeeded" : "Failed", "");
        }
        world.settle();
        assertThat(world.list(Pods.RESOURCE))
                .extracting(pod -> pod.key().name())
                .containsExactly("ended-3", "ended-4", "ended-5", "runs");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void deletesEvictedPodsBeforeOthers() {
        for (int i = 1; i <= 3; i++) {
            pod("ended-" + i, "Failed", "");
        }
        pod("evicted", "Failed", "Evicted");
        world.settle();
        assertThat(world.find(Pods.RESOURCE, "default/evicted")).isNull();
        assertThat(world.list(Pods.RESOURCE)).hasSize(3);
    }

    @Test
    void makesWayInSeveralStepsWhenThereAreMany() {
        for (int i = 0; i < 450; i++) {
            pod("ended-" + i, "Failed", "");
        }
        world.settle();
        assertThat(world.list(Pods.RESOURCE)).hasSize(3);
    }
}
