package io.shiplog.journal.kafka.embedded;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.State;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.disk.JournalPatch;
import io.shiplog.journal.kafka.disk.LogDamagedException;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's own recovery would do to a journal with one bad byte: delete all that follows. */
class DamagedJournalTest {
    @TempDir
    Path directory;

    @Test
    void isRefusedAndAfterTheRepairHasAllButTheDamagedRecord() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                KafkaJournal journal = journal(kafka)) {
            for (int i = 0; i < 30; i++) {
                journal.append(proposal(create(key("k" + i), "u" + i, "x".repeat(500))))
                        .get(10, TimeUnit.SECONDS);
            }
        }
        Path logs = directory.resolve("logs");
        Files.delete(logs.resolve(".kafka_cleanshutdown"));
        Path segment = logs.resolve("c.journal-0/00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        assertThatThrownBy(() -> EmbeddedKafka.start(directory)).isInstanceOf(LogDamagedException.class);
        assertThat(new JournalPatch(logs, directory.resolve(EmbeddedKafka.KEPT)).mend(Instant.now()))
                .hasSize(1);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                KafkaJournal journal = journal(kafka);
                Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT)) {
            State state = replica.latest().get(20, TimeUnit.SECONDS);
            assertThat(state.resourceVersion()).isEqualTo(30);
            assertThat(state.list(CONFIG_MAPS)).hasSize(29);
        }
    }

    private static KafkaJournal journal(EmbeddedKafka kafka) {
        TopicSetup.ensure(kafka.cluster("c"), TopicSettings.singleBroker());
        return KafkaJournal.open(kafka.cluster("c"), JournalSettings.DEFAULT);
    }
}
