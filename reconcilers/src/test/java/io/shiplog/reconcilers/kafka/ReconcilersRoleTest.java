package io.shiplog.reconcilers.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.State;
import io.shiplog.journal.StoredObject;
import io.shiplog.reconcilers.ReconcilersRole;
import io.shiplog.reconcilers.objects.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ReconcilersRoleTest {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcilersRoleTest.class);

    @TempDir
    static Path directory;

    private static Cluster cluster;

    @BeforeAll
    static void startKafka() {
        cluster = new Cluster(directory);
    }

    @AfterAll
    static void stopKafka() {
        cluster.close();
    }

    @Test
    void aReplicaSetGetsItsPodsAndARestartedRoleWorksWithinFiveSeconds() {
        long started = System.nanoTime();
        try (ReconcilersRole role = cluster.role("one")) {
            role.running().orTimeout(60, TimeUnit.SECONDS).join();
            LOG.info("running after {} ms", (System.nanoTime() - started) / 1_000_000);
            assertThat(role.ready()).isTrue();
            started = System.nanoTime();
            cluster.propose(Cluster.replicaSet("web", 3));
            awaitPods("web", 3, Duration.ofSeconds(10));
            LOG.info("three pods after {} ms", (System.nanoTime() - started) / 1_000_000);
        }
        scale("web", 5);
        started = System.nanoTime();
        try (ReconcilersRole role = cluster.role("one")) {
            awaitPods("web", 5, Duration.ofSeconds(5));
            LOG.info("restarted and worked after {} ms", (System.nanoTime() - started) / 1_000_000);
            assertThat(role.running()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    private static void scale(String name, int replicas) {
        StoredObject current = Objects.requireNonNull(
                cluster.state().get(Resources.REPLICA_SETS, new ObjectKey("default", name)));
        cluster.propose(Cluster.scaled(current, replicas));
    }

    private static void awaitPods(String owner, int count, Duration within) {
        await().atMost(within).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            State state = cluster.state();
            assertThat(state.list(Resources.PODS, "default").values().stream()
                            .filter(pod -> owner.equals(pod.facts().labels().get("app"))))
                    .hasSize(count);
        });
    }
}
