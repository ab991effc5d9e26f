package io.shiplog.journal.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.testkit.TriedAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets into an embedded Kafka, and what each principal may do there. */
class StrangersTest {
    private static final List<String> TOPICS = List.of("journal", "state", "assignments", "services", "reports");

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static ClusterConfig cluster;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory);
        cluster = kafka.guardedCluster();
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        TriedAccess.fill(cluster.as(Principal.Role.ADMIN), topics());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void whoHasNoCredentialsCannotListTopics() {
        Map<String, Object> stranger = new HashMap<>(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "default.api.timeout.ms",
                3_000,
                "request.timeout.ms",
                3_000));
        try (Admin admin = Admin.create(stranger)) {
            assertThatThrownBy(() -> admin.listTopics().names().get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void aWrongPasswordIsRefusedAtOnce() {
        Map<String, Object> settings = cluster.clientSettings();
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"admin\" password=\"guessed\";");
        try (Admin admin = Admin.create(settings)) {
            assertThatThrownBy(() -> admin.listTopics().names().get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void credentialsAreForTheirOwnerOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory.resolve("clients"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".properties"))
                            .map(StrangersTest::permissions))
                    .hasSize(Principal.Role.values().length)
                    .containsOnly("rw-------");
        }
    }

    @Test
    void everyPrincipalReadsAndWritesItsOwnTopicsAndNoOthers() {
        assertThat(access(Principal.Role.APISERVER)).isEqualTo(Set.of("read journal", "write journal", "read state"));
        assertThat(access(Principal.Role.MATERIALIZER))
                .isEqualTo(Set.of("read journal", "write journal", "read state", "write state"));
        assertThat(access(Principal.Role.RECONCILERS))
                .isEqualTo(Set.of(
                        "write journal",
                        "read state",
                        "read assignments",
                        "write assignments",
                        "read services",
                        "write services",
                        "read reports"));
        assertThat(access(Principal.Role.SCHEDULER)).isEqualTo(Set.of("write journal", "read state"));
        assertThat(access(Principal.Role.PROXY)).isEqualTo(Set.of("read services"));
        assertThat(access(Principal.Role.NODES)).isEqualTo(Set.of("read assignments", "read reports", "write reports"));
        assertThat(access(Principal.Role.READER))
                .isEqualTo(Set.of("read journal", "read state", "read assignments", "read services", "read reports"));
    }

    @Test
    void onlyTheAdministratorMakesTopicsOfAnotherName() {
        for (Principal.Role role : Principal.Role.values()) {
            try (Admin admin = Admin.create(cluster.as(role).clientSettings())) {
                var made = admin.createTopics(List.of(new NewTopic("other-" + role.user(), 1, (short) 1)))
                        .all();
                if (role == Principal.Role.ADMIN) {
                    assertThat(made).succeedsWithin(Duration.ofSeconds(20));
                } else {
                    assertThatThrownBy(() -> made.get(20, TimeUnit.SECONDS))
                            .hasCauseInstanceOf(AuthorizationException.class);
                }
            }
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What a principal can read and write, the topics without the cluster's name. */
    private static Set<String> access(Principal principal) {
        return TriedAccess.of(cluster.as(principal), topics()).stream()
                .map(can -> can.replace(cluster.topic(""), ""))
                .collect(Collectors.toSet());
    }

    private static List<String> topics() {
        return TOPICS.stream().map(cluster::topic).toList();
    }
}
