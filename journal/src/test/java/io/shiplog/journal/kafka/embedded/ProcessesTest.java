package io.shiplog.journal.kafka.embedded;

import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.State;
import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.journal.testkit.ChildJvm;
import io.shiplog.journal.testkit.RacingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only several processes can show. */
class ProcessesTest {
    @TempDir
    Path directory;

    @Test
    void writersInSeveralProcessesLoseNoUpdateAndReachTheSameVerdicts() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            ClusterConfig cluster = kafka.cluster("race");
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            try (ChildJvm one = racing(kafka, cluster, "1");
                    ChildJvm two = racing(kafka, cluster, "2");
                    KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
                    Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT)) {
                int mine = RacingWriter.race(replica, 3, 40);
                int added = mine + Integer.parseInt(one.await("done ")) + Integer.parseInt(two.await("done "));
                State last = replica.latest().get(20, TimeUnit.SECONDS);
                assertThat(RacingWriter.sum(last)).isEqualTo(added);
                long end = last.resourceVersion();
                one.say(Long.toString(end));
                two.say(Long.toString(end));
                assertThat(List.of(one.await("digest "), two.await("digest ")))
                        .containsOnly(RacingWriter.digest(journal, end));
                one.awaitEnd();
                two.awaitEnd();
            }
        }
    }

    private ChildJvm racing(EmbeddedKafka kafka, ClusterConfig cluster, String seed) throws IOException {
        Path login = Credentials.file(directory.resolve(DataDirectory.CLIENTS), Principal.Role.ADMIN);
        return ChildJvm.start(
                RacingWriter.class, kafka.bootstrapServers(), login.toString(), cluster.cluster(), seed, "40");
    }

    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        long acknowledged;
        try (ChildJvm child = ChildJvm.start(DoomedKafka.class, directory.toString())) {
            acknowledged = Long.parseLong(child.await("acknowledged "));
            assertThatThrownBy(() -> EmbeddedKafka.start(directory)).isInstanceOf(DataDirectoryInUseException.class);
        }
        try (EmbeddedKafka again = EmbeddedKafka.start(directory);
                KafkaJournal journal = KafkaJournal.open(again.cluster("doomed"), JournalSettings.DEFAULT)) {
            assertThat(journal.endOffset().get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(acknowledged);
            assertThat(journal.append(proposal(create(key("later"), "u", "1"))).get(10, TimeUnit.SECONDS))
                    .isGreaterThanOrEqualTo(acknowledged);
        }
    }

    /** A process with an embedded Kafka that appends for as long as it lives. */
    static final class DoomedKafka {
        private DoomedKafka() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]));
            ClusterConfig cluster = kafka.cluster("doomed");
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
            for (int i = 0; ; i++) {
                long offset = journal.append(proposal(create(key("k" + i), "u" + i, "x".repeat(500))))
                        .get(10, TimeUnit.SECONDS);
                if (offset == 500) {
                    System.out.println("acknowledged " + (offset + 1));
                }
            }
        }
    }
}
