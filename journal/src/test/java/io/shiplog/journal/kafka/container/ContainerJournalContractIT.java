package io.shiplog.journal.kafka.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shiplog.journal.Journal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.testkit.JournalContract;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

class ContainerJournalContractIT extends JournalContract {
    @TempDir
    static Path work;

    private static @Nullable KafkaContainer kafka;
    private static int clusters;
    private ClusterConfig cluster = new ClusterConfig("", "", Map.of());

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "left out: no Docker engine answers, and this test needs a Kafka in a container");
        String image = KafkaImage.build(DockerClientFactory.instance().client(), work);
        KafkaContainer container =
                new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"));
        container.start();
        kafka = container;
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            kafka.stop();
        }
    }

    @Override
    protected void createEmptyJournal() {
        KafkaContainer running = java.util.Objects.requireNonNull(kafka);
        cluster = new ClusterConfig(running.getBootstrapServers(), "contract-" + clusters++, Map.of());
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
    }

    @Override
    protected Journal connect() {
        return KafkaJournal.open(cluster, JournalSettings.DEFAULT);
    }
}
