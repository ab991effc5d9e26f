package io.shiplog.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.Role;
import io.shiplog.journal.codec.ServiceCodec;
import io.shiplog.journal.codec.ServiceEntry;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.AuditWindow;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.Write;
import io.shiplog.proxy.ProxyRole;
import io.shiplog.proxy.ProxySettings;
import io.shiplog.proxy.kernel.Scope;
import io.shiplog.resources.kinds.cluster.Namespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles that run, asked on upstream's ports as Prometheus and kubelets ask upstream's components. */
class RolesOnTheirPortsTest {
    private static final String LOOPBACK = "127.0.0.1";
    /** Starts and first rebalances on a busy machine; nothing is asserted about them. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;

    private final Telemetry telemetry = Telemetry.create();
    private final Parts parts = new Parts();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @AfterEach
    void stopRoles() {
        parts.close();
        http.close();
    }

    @Test
    void reconcilersTellOfTheirQueuesTheirFoldAndTheirLag() {
        ClusterConfig cluster = cluster("reconcilers");
        Role role = Roles.reconcilers(
                parts,
                cluster,
                Pki.open(folder.resolve("pki")),
                "one",
                folder.resolve("reconcilers"),
                Set.of(),
                telemetry);
        URI at = serve(RoleEndpoint.RECONCILERS_PORT, new RoleEndpoint.Answers(telemetry.registry(), role::ready));
        awaitReady(at);
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
            String uid = UUID.randomUUID().toString();
            byte[] namespace =
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"a\",\"uid\":\"%s\"}}"
                            .formatted(uid)
                            .getBytes(UTF_8);
            journal.append(new Proposal(
                            UUID.randomUUID().toString(),
                            new Origin("tester", List.of(), "create", "test"),
                            List.of(Write.create(Namespaces.RESOURCE, ObjectKey.parse("a"), uid, namespace))))
                    .join();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(at, "/metrics"))
                        .containsPattern("workqueue_adds_total\\{name=\"namespace\"} [1-9]")
                        .containsPattern("shiplog_fold_proposals_total\\{verdict=\"accepted\"} [1-9]"));
        assertThat(get(at, "/metrics"))
                .contains(
                        "workqueue_depth{name=\"namespace\"}",
                        "workqueue_retries_total{name=\"namespace\"}",
                        "workqueue_work_duration_seconds_count{name=\"namespace\"}",
                        "shiplog_loop_oldest_seconds{name=\"namespace\"}",
                        "shiplog_loop_refusals_total{name=\"namespace\"}",
                        "shiplog_loop_backlog{loop=\"controllers\"}",
                        "shiplog_loop_backlog{loop=\"feeds\"}",
                        "shiplog_loop_backlog_seconds{loop=\"controllers\"}",
                        "shiplog_loop_proposals_underway{loop=\"controllers\"}",
                        "shiplog_fold_duration_seconds_count",
                        "shiplog_fold_resource_version",
                        "shiplog_fold_delay_seconds",
                        "shiplog_streams_lag_records{application=\"reconcilers.materializer.2\"}",
                        "shiplog_streams_lag_records{application=\"reconcilers.controllers.2\"}",
                        "shiplog_streams_lag_records{application=\"reconcilers.status.2\"}");
    }

    @Test
    void theSchedulerTellsOfItsQueueUnderUpstreamsNames() {
        ClusterConfig cluster = cluster("scheduler");
        Role role = Roles.scheduler(parts, cluster, "one", folder.resolve("scheduler"), telemetry);
        URI at = serve(RoleEndpoint.SCHEDULER_PORT, new RoleEndpoint.Answers(telemetry.registry(), role::ready));
        awaitReady(at);
        assertThat(get(at, "/metrics"))
                .contains(
                        "scheduler_pending_pods{queue=\"active\"} 0.0",
                        "scheduler_pending_pods{queue=\"unschedulable\"} 0.0",
                        "scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"scheduled\"} 0.0",
                        "shiplog_loop_refusals_total{name=\"scheduler\"} 0.0",
                        "shiplog_loop_backlog_seconds{loop=\"scheduler\"} 0.0",
                        "shiplog_loop_open{loop=\"scheduler\"} 1.0",
                        "shiplog_streams_lag_records{application=\"scheduler.scheduler.2\"}");
    }

    @Test
    void theProxyTellsHowItSteersAndWhenItLastDid() {
        ClusterConfig cluster = cluster("proxy");
        // Addresses for documentation: nobody has a service there.
        ProxyRole role = parts.add(
                "proxy",
                ProxyRole.start(
                        new ProxySettings(
                                cluster,
                                ProxySettings.Mode.USER_SPACE,
                                Scope.FIRST,
                                List.of(),
                                "203.0.113.0/28",
                                "203.0.113.10",
                                "cluster.local"),
                        telemetry.registry()));
        // As the reconcilers write it: before there is a service, nobody knows what is to be steered.
        byte[] headless =
                "{\"metadata\":{\"namespace\":\"default\",\"name\":\"web\"},\"spec\":{\"clusterIP\":\"None\"}}"
                        .getBytes(UTF_8);
        try (var producer =
                new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    Topics.services(cluster),
                    "default/web".getBytes(UTF_8),
                    ServiceCodec.encode(new ServiceEntry(headless, List.of()))));
        }
        URI at = serve(RoleEndpoint.PROXY_PORT, Roles.answers(role, telemetry));
        awaitReady(at);
        assertThat(get(at, "/proxyMode")).isEqualTo("userspace");
        assertThat(get(at, "/metrics"))
                .containsPattern("kubeproxy_sync_proxy_rules_duration_seconds_count [1-9]")
                .contains("kubeproxy_sync_proxy_rules_last_timestamp_seconds", "shiplog_proxy_sync_failures_total 0.0");
    }

    private static ClusterConfig cluster(String name) {
        ClusterConfig cluster = kafka.cluster(name);
        Roles.ensureTopics(cluster, AuditWindow.WEEK);
        return cluster;
    }

    /** On upstream's port, or near it where this machine has such a component. */
    private URI serve(int port, RoleEndpoint.Answers answers) {
        RoleEndpoint endpoint = parts.add("endpoint", RoleEndpoint.startNear(LOOPBACK, port, answers));
        return URI.create("http://" + LOOPBACK + ":" + endpoint.port());
    }

    private void awaitReady(URI at) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(at, "/readyz")).isEqualTo("ok"));
    }

    private String get(URI at, String path) {
        try {
            return http.send(HttpRequest.newBuilder(at.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
