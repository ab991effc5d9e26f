package io.shiplog.journal.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
        try (var producer = producer(Principal.Role.ADMIN)) {
            for (String topic : TOPICS) {
                producer.send(new ProducerRecord<>(cluster.topic(topic), 0, new byte[] {1}, new byte[] {1}));
            }
        }
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

    /**
     * A producer that asks for no producer number: who may write nothing at all is refused one, and a send that comes
     * just then throws that the producer is in an error state, whatever the topic.
     */
    private static KafkaProducer<byte[], byte[]> producer(Principal principal) {
        Map<String, Object> settings = new HashMap<>(cluster.as(principal).clientSettings());
        settings.put("enable.idempotence", false);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What a principal can read and write, tried. */
    private static Set<String> access(Principal principal) {
        var can = new TreeSet<String>();
        try (var consumer = new KafkaConsumer<>(
                        cluster.as(principal).clientSettings(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                var producer = producer(principal)) {
            for (String topic : TOPICS) {
                var partition = new TopicPartition(cluster.topic(topic), 0);
                try {
                    consumer.assign(List.of(partition));
                    consumer.seekToBeginning(List.of(partition));
                    assertThat(consumer.poll(Duration.ofSeconds(20)).count()).isPositive();
                    can.add("read " + topic);
                } catch (AuthorizationException refused) {
                    consumer.unsubscribe();
                }
                try {
                    producer.send(new ProducerRecord<>(partition.topic(), 0, new byte[] {1}, new byte[] {1}))
                            .get(20, TimeUnit.SECONDS);
                    can.add("write " + topic);
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(AuthorizationException.class);
                } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return can;
    }
}
