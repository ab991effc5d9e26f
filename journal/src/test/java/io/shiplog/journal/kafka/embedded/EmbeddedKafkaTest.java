package io.shiplog.journal.kafka.embedded;

import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    @TempDir
    Path directory;

    @Test
    void continuesWhereItStoppedAndRefusesASecondOnTheSameFolder() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            TopicSetup.ensure(kafka.cluster("c"), TopicSettings.singleBroker());
            try (KafkaJournal journal = KafkaJournal.open(kafka.cluster("c"), JournalSettings.DEFAULT)) {
                journal.append(proposal(create(key("a"), "u", "1"))).get(10, TimeUnit.SECONDS);
            }
            assertThatThrownBy(() -> EmbeddedKafka.start(directory)).isInstanceOf(DataDirectoryInUseException.class);
        }
        try (EmbeddedKafka again = EmbeddedKafka.start(directory)) {
            TopicSetup.ensure(again.cluster("c"), TopicSettings.singleBroker());
            try (KafkaJournal journal = KafkaJournal.open(again.cluster("c"), JournalSettings.DEFAULT)) {
                assertThat(journal.endOffset().get(10, TimeUnit.SECONDS)).isEqualTo(1);
            }
        }
    }
}
