package io.shiplog.reconcilers.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.reconcilers.ReconcilersRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ReconcilersRoleTest {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcilersRoleTest.class);

    /** Starts and first rebalances on a busy machine; nothing is asserted about them. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private Cluster cluster;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void openCluster(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        cluster = new Cluster(directory, kafka.cluster(name.substring(0, 12)));
    }

    @AfterEach
    void closeCluster() {
        cluster.close();
    }

    @Test
    void restartedRoleOfTheSameNameWorksAgainWithinFiveSeconds() {
        try (ReconcilersRole role = cluster.role("one")) {
            role.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            assertThat(role.ready()).isTrue();
            cluster.propose(Cluster.replicaSet("web", 3));
            awaitPods("web", 3, PATIENCE);
        }
        cluster.propose(Cluster.replicaSet("later", 5));
        long started = System.nanoTime();
        // A closed application does not leave its group, so to Kafka this is what a killed process looks like.
        try (ReconcilersRole role = cluster.role("one")) {
            awaitPods("later", 5, Duration.ofSeconds(5));
            LOG.info("a restarted role worked after {} ms", millisSince(started));
        }
    }

    @Test
    void anotherInstanceTakesOverWhenOneIsGone() {
        try (ReconcilersRole two = cluster.role("two")) {
            try (ReconcilersRole one = cluster.role("one")) {
                one.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
                two.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
                cluster.propose(Cluster.replicaSet("web", 2));
                awaitPods("web", 2, PATIENCE);
            }
            long started = System.nanoTime();
            cluster.propose(Cluster.replicaSet("more", 2));
            awaitPods("more", 2, PATIENCE);
            LOG.info("the other instance worked after {} ms", millisSince(started));
        }
    }

    @Test
    void makesThePodsOfAReplicaSetAndReplacesWhatIsLost() {
        try (ReconcilersRole role = cluster.role("one")) {
            role.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            long started = System.nanoTime();
            cluster.propose(Cluster.replicaSet("web", 100));
            awaitPods("web", 100, PATIENCE);
            LOG.info("a hundred pods after {} ms", millisSince(started));
            StoredObject victim = cluster.pods("web").getFirst();
            cluster.propose(Write.delete(victim));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(cluster.pods("web"))
                            .hasSize(100)
                            .noneMatch(pod -> pod.uid().equals(victim.uid())));
        }
    }

    private void awaitPods(String app, int count, Duration within) {
        await().atMost(within)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(cluster.pods(app)).hasSize(count));
    }

    private static long millisSince(long started) {
        return (System.nanoTime() - started) / 1_000_000;
    }
}
