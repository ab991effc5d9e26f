package io.shiplog.journal.kafka.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.DamagedTopicException;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.log.KafkaLogs;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.testkit.Objects;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogsTest {
    @TempDir
    static Path directory;

    private static TopicPartition journal = new TopicPartition("", 0);
    private static List<String> overTheNetwork = List.of();
    private static Path logs = Path.of("");

    @BeforeAll
    static void write() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            ClusterConfig cluster = kafka.cluster("files");
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            journal = Topics.journalPartition(cluster);
            try (KafkaJournal appending = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
                for (int i = 0; i < 20; i++) {
                    List<CompletableFuture<?>> together = new ArrayList<>();
                    for (int j = 0; j < 10; j++) {
                        together.add(appending.append(Objects.proposal(
                                Objects.create(Objects.key("m" + i + "-" + j), "u", "v".repeat(500)))));
                    }
                    together.forEach(CompletableFuture::join);
                }
            }
            try (PartitionLogs running = new KafkaLogs(cluster)) {
                assertThat(running.extent(journal)).isEqualTo(new Archive.Extent(0, 200));
                assertThat(running.extent(new TopicPartition("files.none", 0))).isEqualTo(new Archive.Extent(0, 0));
                overTheNetwork = read(running, 0, 200);
            }
        }
        logs = directory.resolve("logs");
    }

    @Test
    void givesTheSameAsABrokerWould() {
        try (PartitionLogs files = new FileLogs(logs)) {
            assertThat(files.extent(journal)).isEqualTo(new Archive.Extent(0, 200));
            assertThat(files.extent(new TopicPartition("files.none", 0))).isEqualTo(new Archive.Extent(0, 0));
            assertThat(overTheNetwork).hasSize(200);
            assertThat(read(files, 0, 200)).isEqualTo(overTheNetwork);
            assertThat(read(files, 37, 112)).isEqualTo(overTheNetwork.subList(37, 112));
            assertThat(read(files, 200, 200)).isEmpty();
        }
    }

    @Test
    void beginsWhereTheBrokerSaysThatTheLogBegins(@TempDir Path copied) throws IOException {
        copy(copied);
        Files.writeString(copied.resolve("log-start-offset-checkpoint"), "0\n1\n%s 0 42\n".formatted(journal.topic()));
        try (PartitionLogs files = new FileLogs(copied)) {
            assertThat(files.extent(journal)).isEqualTo(new Archive.Extent(42, 200));
        }
    }

    @Test
    void endsBeforeABatchThatWasBeingWritten(@TempDir Path copied) throws IOException {
        Path segment = copy(copied);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        try (PartitionLogs files = new FileLogs(copied)) {
            long ends = files.extent(journal).ends();
            assertThat(ends).isBetween(100L, 199L);
            assertThat(read(files, 0, ends)).isEqualTo(overTheNetwork.subList(0, (int) ends));
        }
    }

    @Test
    void namesTheBatchThatIsDamaged(@TempDir Path copied) throws IOException {
        Path segment = copy(copied);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(100);
            int before = file.read();
            file.seek(100);
            file.write(before ^ 1);
        }
        try (PartitionLogs files = new FileLogs(copied)) {
            assertThatThrownBy(() -> read(files, 0, 200))
                    .isInstanceOf(DamagedTopicException.class)
                    .hasMessageContaining("files.journal from offset 0");
        }
    }

    private static Path copy(Path to) throws IOException {
        Path folder = Files.createDirectory(to.resolve(journal.toString()));
        String segment = "00000000000000000000.log";
        return Files.copy(logs.resolve(journal.toString()).resolve(segment), folder.resolve(segment));
    }

    private static List<String> read(PartitionLogs logs, long from, long to) {
        List<String> records = new ArrayList<>();
        logs.read(
                journal,
                from,
                to,
                record -> records.add(record.offset() + " " + record.timestamp() + " " + record.timestampType() + " "
                        + Arrays.toString(record.key()) + " " + Objects.text(record.value()) + " " + record.headers()));
        return records;
    }
}
