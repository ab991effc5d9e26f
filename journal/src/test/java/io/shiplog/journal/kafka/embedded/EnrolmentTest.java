package io.shiplog.journal.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.testkit.Objects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.metadata.storage.Formatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That folders which know nothing of users, or of other passwords, are guarded from their next start on. */
class EnrolmentTest {
    private static final String HOST = "127.0.0.1";

    @TempDir
    Path directory;

    @Test
    void aFolderOfTheOpenKafkaOfEarlierBuildsIsGuardedAndKeepsItsRecords() throws Exception {
        try (OpenKafka old = OpenKafka.start(directory)) {
            append(old.cluster(), "before");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            ClusterConfig cluster = kafka.guardedCluster();
            append(cluster.as(Principal.Role.APISERVER), "after");
            assertThat(end(cluster.as(Principal.Role.APISERVER))).isEqualTo(2);
            assertThatThrownBy(() -> append(cluster.as(Principal.Role.PROXY), "strange"))
                    .hasCauseInstanceOf(TopicAuthorizationException.class)
                    .hasMessageContaining("WRITE on the topic shiplog.journal");
        }
    }

    @Test
    void credentialsThatWereDeletedAreMadeAnewAndTheFormerOnesAreWorthless() throws Exception {
        ClusterConfig former;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            former = kafka.guardedCluster().as(Principal.Role.APISERVER);
            TopicSetup.ensure(kafka.guardedCluster(), TopicSettings.singleBroker());
        }
        Files.delete(Credentials.file(directory.resolve(DataDirectory.CLIENTS), Principal.Role.APISERVER));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port(former.bootstrapServers()))) {
            append(kafka.guardedCluster().as(Principal.Role.APISERVER), "new");
            assertThatThrownBy(() -> KafkaJournal.open(former, JournalSettings.DEFAULT))
                    .hasRootCauseInstanceOf(org.apache.kafka.common.errors.SaslAuthenticationException.class);
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static void append(ClusterConfig cluster, String name) throws Exception {
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
            journal.append(Objects.proposal(Objects.create(Objects.key(name), "u", "1")))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static long end(ClusterConfig cluster) throws Exception {
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
            return journal.endOffset().get(20, TimeUnit.SECONDS);
        }
    }

    /** The embedded Kafka as earlier builds formatted and started it: open to everybody on the machine. */
    private record OpenKafka(KraftServer server, int port) implements AutoCloseable {
        static OpenKafka start(Path directory) throws Exception {
            Path logs = Files.createDirectories(directory.resolve("logs"));
            new Formatter()
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName("CONTROLLER")
                    .run();
            var ports = new FreePorts(HOST);
            int port = ports.next();
            Properties properties = KraftProperties.of(logs, HOST, port, ports.next());
            properties.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
            return new OpenKafka(KraftServer.start(properties), port);
        }

        ClusterConfig cluster() {
            return new ClusterConfig(HOST + ":" + port, ClusterConfig.STANDARD_NAME, Map.of());
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
