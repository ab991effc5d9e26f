package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.access.Logins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * The cluster of many processes in containers: writes and healing go on while parts of it are killed, and after all of
 * it was.
 */
@ExtendWith(ComposeIT.LogsOfAFailure.class)
class ComposeIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    /**
     * Thirteen JVMs start at once: beside a load of 40 on two cores that took 196 s, and 193 s after all of them were
     * killed.
     */
    private static final Duration START = Duration.ofMinutes(8);

    private static final Path ROOT = Path.of(System.getProperty("shiplog.root", ".."));
    private static final String BASE = "shiplog-test/base:2";
    private static final String DATA = "/var/lib/shiplog-compose-test";
    private static final String PROJECT = "shiplog-test";
    private static final String KAFKA = "127.0.0.1:19091,127.0.0.1:19092,127.0.0.1:19093";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SHIPLOG_NO_BUILD",
            "1",
            "SHIPLOG_BASE_IMAGE",
            BASE,
            "SHIPLOG_IMAGE",
            "shiplog-test/shiplog:latest",
            "SHIPLOG_COMPOSE_PROJECT",
            PROJECT,
            "SHIPLOG_COMPOSE_DATA",
            DATA);

    private static final Kubectl FIRST = new Kubectl(Path.of(DATA, "kubeconfig"));
    private static final Kubectl SECOND = new Kubectl(Path.of(DATA, "kubeconfig-2"));

    private static boolean started;

    /** Containers are gone when somebody reads the report: what they said last has to be in it. */
    static final class LogsOfAFailure implements TestWatcher {
        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            for (String container : containers("{{.Names}} {{.Status}}", "--all")) {
                System.out.println("=== " + container);
                Shell.Result logs =
                        Shell.run("docker", "logs", "--tail", "80", container.split(" ", 2)[0]);
                System.out.println(logs.out() + logs.err());
            }
        }
    }

    @BeforeAll
    static void prepare() throws IOException {
        Docker.assume();
        boolean tools = Shell.exists("docker-compose") && Shell.exists("debootstrap");
        if (System.getenv("SHIPLOG_REQUIRE_DOCKER") == null) {
            Assumptions.assumeTrue(tools, "left out: needs docker-compose and debootstrap");
        }
        if (containers("{{.ID}}").isEmpty()) {
            // Somebody's own compose cluster, on the addresses that this one would have.
            for (int port : new int[] {6443, 6444, 19_091}) {
                new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
            }
        }
        if (Shell.run("docker", "image", "inspect", BASE).exitCode() != 0) {
            run(
                            Duration.ofMinutes(10),
                            ROOT.resolve("compose/images/base.sh").toString(),
                            BASE,
                            System.getProperty("java.home"))
                    .ok();
        }
    }

    /** Starts what is not running, which is everything before the first test. */
    @BeforeEach
    void up() {
        started = true;
        compose("up");
        for (Kubectl each : List.of(FIRST, SECOND)) {
            await().atMost(START)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    each.run("", "get", "--raw", "/readyz").exitCode())
                            .isZero());
        }
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(SECOND.ok("get", "nodes", "--no-headers")
                                .lines()
                                .filter(line -> line.contains(" Ready ")))
                        .hasSize(3));
    }

    @AfterAll
    static void down() {
        if (started) {
            compose("down", "--volumes");
            assertThat(containers("{{.ID}}")).isEmpty();
            assertThat(Docker.containers("default", "web-")).isEmpty();
        }
    }

    @Test
    void writesAndHealingGoOnWhilePartsAreKilled() {
        FIRST.okWith(Manifests.web("web", "web", 3, Docker.WEB_1), "apply", "-f", "-");
        SECOND.okWith(Manifests.service("web", "app: web"), "apply", "-f", "-");
        SECOND.ok("rollout", "status", "deployment/web", "--timeout=170s");
        answersFromEach("web", 3);

        Shell.run("docker", "kill", container("kafka-2")).ok();
        heals(FIRST, 4);
        Shell.run("docker", "kill", container("apiserver-1")).ok();
        heals(SECOND, 3);
        Shell.run("docker", "kill", container("reconcilers-a")).ok();
        heals(SECOND, 4);
        String id = Docker.containers("default", "web-").get(0);
        Shell.run("docker", "kill", id).ok();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Docker.containers("default", "web-"))
                        .hasSize(4)
                        .doesNotContain(id));
        SECOND.ok("delete", "deployment,service", "web");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(Docker.containers("default", "web-")).isEmpty());
    }

    @Test
    void everyTopicIsHeldByAllBrokersHoweverTheyCameUp() throws Exception {
        try (Admin admin = Admin.create(client("reader"))) {
            List<String> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS).stream()
                    .filter(topic -> topic.startsWith("shiplog."))
                    .toList();
            assertThat(topics).contains("shiplog.journal", "shiplog.state", "shiplog.reports");
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((topic, description) -> assertThat(description.partitions())
                            .as(topic)
                            .allSatisfy(partition ->
                                    assertThat(partition.replicas()).hasSize(3)));
            var resources = topics.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            admin.describeConfigs(resources)
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((topic, config) -> assertThat(
                                    config.get("min.insync.replicas").value())
                            .as(topic.name())
                            .isEqualTo("2"));
        }
    }

    @Test
    void nobodyGetsIntoKafkaByAnyPortWithoutCredentialsAndWhoDoesIsOneRoleOnly() {
        for (int port : new int[] {19_091, 19_092, 19_093, 19_191, 19_192, 19_193, 19_291, 19_292, 19_293}) {
            for (String protocol : List.of("PLAINTEXT", "SSL")) {
                Map<String, Object> stranger = new HashMap<>(Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + port,
                        "security.protocol",
                        protocol,
                        "request.timeout.ms",
                        2_000,
                        "default.api.timeout.ms",
                        2_000));
                if (protocol.equals("SSL")) {
                    stranger.put("ssl.truststore.type", "PEM");
                    stranger.put("ssl.truststore.location", DATA + "/kafka/pki/ca.crt");
                }
                try (Admin admin = Admin.create(stranger)) {
                    assertThat(admin.describeCluster().nodes())
                            .as("%s to %d", protocol, port)
                            .failsWithin(Duration.ofSeconds(20));
                }
            }
        }
        for (String role : List.of("scheduler", "reconcilers", "proxy")) {
            try (var consumer =
                    new KafkaConsumer<>(client(role), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(List.of(new TopicPartition("shiplog.journal", 0)));
                assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
                        .as(role)
                        .isInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    @Test
    void comesBackWithEverythingAcknowledgedAfterAllOfItWasKilledAtOnce() throws Exception {
        SECOND.ok("create", "namespace", "kept");
        for (int from : new int[] {0, 1_000}) {
            List<String> acknowledged = new ArrayList<>();
            var stop = new AtomicBoolean();
            var number = new AtomicInteger(from);
            Thread writer = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    String name = "kept-" + number.incrementAndGet();
                    if (SECOND.run("", "create", "configmap", name, "-n", "kept", "--request-timeout=20s")
                                    .exitCode()
                            == 0) {
                        acknowledged.add(name);
                    }
                }
            });
            await().atMost(LONG).until(() -> number.get() > from + 20);
            List<String> kill = new ArrayList<>(List.of("docker", "kill"));
            kill.addAll(containers("{{.ID}}"));
            Shell.run(kill.toArray(String[]::new)).ok();
            stop.set(true);
            writer.join();
            assertThat(acknowledged).hasSizeGreaterThan(10);
            up();
            assertThat(new TreeSet<>(List.of(
                            FIRST.ok("get", "configmaps", "-n", "kept", "-o", "jsonpath={.items[*].metadata.name}")
                                    .split(" "))))
                    .containsAll(acknowledged);
        }
        FIRST.ok("create", "deployment", "after", "-n", "kept", "--image=" + Docker.WEB_1);
        FIRST.ok("rollout", "status", "deployment/after", "-n", "kept", "--timeout=170s");
        SECOND.ok("delete", "namespace", "kept", "--timeout=170s");
    }

    /** On its node port and, from within the machine, on its cluster address, from all of its pods. */
    private static void answersFromEach(String service, int pods) {
        String nodePort = FIRST.ok("get", "service", service, "-o", "jsonpath={.spec.ports[0].nodePort}");
        String clusterIp = FIRST.ok("get", "service", service, "-o", "jsonpath={.spec.clusterIP}");
        for (String url : List.of("127.0.1.1:" + nodePort, "127.0.1.3:" + nodePort, clusterIp)) {
            await(url).atMost(LONG).untilAsserted(() -> {
                var answers = new TreeSet<String>();
                for (int i = 0; i < 40; i++) {
                    answers.add(Shell.run("/bin/busybox", "wget", "-q", "-O", "-", "http://" + url + "/cgi-bin/id")
                            .ok()
                            .strip());
                }
                assertThat(answers).hasSize(pods);
            });
        }
    }

    /** A write is taken, and what it asks for comes true. */
    private static void heals(Kubectl kubectl, int replicas) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(kubectl.run("", "scale", "deployment/web", "--replicas=" + replicas)
                                .exitCode())
                        .isZero());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                kubectl.run("", "get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}")
                                        .out())
                        .isEqualTo(Integer.toString(replicas)));
    }

    /** The settings of a principal's clients. */
    private static Map<String, Object> client(String user) {
        var client = new HashMap<String, Object>(Logins.read(Path.of(DATA, "kafka/clients", user + ".properties"))
                .settings());
        client.put("bootstrap.servers", KAFKA);
        return client;
    }

    private static List<String> containers(String format, String... more) {
        List<String> command = new ArrayList<>(List.of("docker", "ps", "--format", format));
        command.addAll(List.of("--filter", "label=com.docker.compose.project=" + PROJECT));
        command.addAll(List.of(more));
        return Shell.run(command.toArray(String[]::new)).ok().lines().toList();
    }

    private static String container(String service) {
        return Shell.run(
                        "docker",
                        "ps",
                        "-q",
                        "--filter",
                        "label=com.docker.compose.project=" + PROJECT,
                        "--filter",
                        "label=com.docker.compose.service=" + service)
                .ok()
                .strip();
    }

    private static void compose(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("shiplog").toString(), "compose"));
        command.addAll(List.of(arguments));
        run(Duration.ofMinutes(10), command.toArray(String[]::new)).ok();
    }

    private static Shell.Result run(Duration limit, String... command) {
        return Shell.run(ENVIRONMENT, limit, "", List.of(command));
    }
}
