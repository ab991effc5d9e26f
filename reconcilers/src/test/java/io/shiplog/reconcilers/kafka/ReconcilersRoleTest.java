package io.shiplog.reconcilers.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.ReconcilersRole;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
            await().atMost(PATIENCE).until(role::ready);
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

    @Test
    void rebalancesInTheMidstOfWorkLoseAndDoubleNothing() {
        int pods = 600;
        try (ReconcilersRole one = cluster.role("one")) {
            one.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            cluster.propose(Cluster.replicaSet("web", pods));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !cluster.pods("web").isEmpty());
            // One that joins, one that goes while its tasks are moved.
            try (ReconcilersRole two = cluster.role("two")) {
                one.close();
                two.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
                awaitPods("web", pods, PATIENCE);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(new String(
                                        Objects.requireNonNull(cluster.get(ReplicaSets.RESOURCE, "default/web"))
                                                .json(),
                                        UTF_8))
                                .contains("\"replicas\":" + pods + ",\"fullyLabeledReplicas\":" + pods));
                assertThat(cluster.pods("web")).hasSize(pods);
            }
        }
    }

    @Test
    void withdrawsWhatWasDeletedWhileNobodyRanAndStartsNothingAgain() {
        String key = "n1/uid-a";
        try (ReconcilersRole role = cluster.role("one")) {
            role.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            cluster.propose(Cluster.boundPod("a", "n1"));
            await().atMost(PATIENCE).until(() -> cluster.latestAssignments().containsKey(key));
        }
        try (var _ = cluster.materializer("alone")) {
            StoredObject pod = Objects.requireNonNull(cluster.get(Pods.RESOURCE, "default/a"));
            cluster.propose(Write.delete(pod));
            await().atMost(PATIENCE).until(() -> cluster.get(Pods.RESOURCE, "default/a") == null);
        }
        assertThat(cluster.latestAssignments()).containsKey(key);
        int before = cluster.assignments().size();
        try (ReconcilersRole _ = cluster.role("one")) {
            await().atMost(PATIENCE).until(() -> !cluster.latestAssignments().containsKey(key));
            assertThat(cluster.assignments()
                            .subList(before, cluster.assignments().size()))
                    .as("what is written of a pod that is gone")
                    .extracting(ConsumerRecord::value)
                    .containsOnlyNulls();
        }
    }

    @Test
    void putsRightWhatAPausedPredecessorWritesToTheAssignments() {
        try (ReconcilersRole role = cluster.role("one")) {
            role.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            cluster.propose(Cluster.boundPod("a", "n1"));
            await().atMost(PATIENCE).until(() -> cluster.latestAssignments().containsKey("n1/uid-a"));
            byte[] right = Objects.requireNonNull(cluster.latestAssignments().get("n1/uid-a"));
            cluster.writeAssignment(
                    "n1", "n1/uid-a", "{\"v\":1,\"node\":\"n1\",\"pod\":{\"metadata\":{}}}".getBytes(UTF_8));
            cluster.writeAssignment("n1", "n1/uid-old", right);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(cluster.assignments()).hasSizeGreaterThanOrEqualTo(5);
                assertThat(cluster.latestAssignments()).containsOnlyKeys("n1/uid-a");
                assertThat(new String(cluster.latestAssignments().get("n1/uid-a"), UTF_8))
                        .contains("\"nodeName\":\"n1\"");
            });
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
