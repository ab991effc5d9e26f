package io.shiplog.journal.kafka.log;

import io.shiplog.journal.Journal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.testkit.JournalContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class LocalJournalContractTest extends JournalContract {
    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static int clusters;
    private ClusterConfig cluster = new ClusterConfig("", "", Map.of());

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Override
    protected void createEmptyJournal() {
        cluster = kafka.cluster("contract-" + clusters++);
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
    }

    @Override
    protected Journal connect() {
        return LocalJournal.open(kafka.broker(), cluster, JournalSettings.DEFAULT);
    }
}
