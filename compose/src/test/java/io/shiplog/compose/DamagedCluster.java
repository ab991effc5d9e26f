package io.shiplog.compose;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.testkit.Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;

/** An embedded Kafka's folder of a cluster of the standard name, stopped, with what a user may find one day. */
public final class DamagedCluster {
    private static final int PROPOSALS = 30;
    private static final int DELETED = 10;

    private DamagedCluster() {}

    /** Thirty proposals of which nothing was materialized and the first ten are gone. */
    public static void trimmed(Path kafkaFolder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(kafkaFolder)) {
            ClusterConfig cluster = kafka.cluster(ClusterConfig.STANDARD_NAME);
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
                for (int i = 0; i < PROPOSALS; i++) {
                    Proposal proposal =
                            Objects.proposal(Objects.create(Objects.key("k" + i), "u" + i, "x".repeat(500)));
                    journal.append(proposal).get(20, TimeUnit.SECONDS);
                }
            }
            try (Admin admin = Admin.create(cluster.clientSettings())) {
                admin.deleteRecords(Map.of(Topics.journalPartition(cluster), RecordsToDelete.beforeOffset(DELETED)))
                        .all()
                        .get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** One bad byte in the middle of the journal, and a process that was killed. */
    public static void flipAByte(Path kafkaFolder) throws IOException {
        Files.delete(kafkaFolder.resolve("logs/.kafka_cleanshutdown"));
        Path segment = journal(kafkaFolder);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
    }

    public static Path journal(Path kafkaFolder) {
        return kafkaFolder.resolve("logs/" + ClusterConfig.STANDARD_NAME + ".journal-0/00000000000000000000.log");
    }
}
