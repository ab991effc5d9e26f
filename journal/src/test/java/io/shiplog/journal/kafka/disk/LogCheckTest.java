package io.shiplog.journal.kafka.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCheckTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Path logs;
    private LogCheck check;

    @BeforeEach
    void folders() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        check = new LogCheck(logs, directory.resolve("kept"));
    }

    @Test
    void findsNothingInIntactLogs() throws IOException {
        Path journal = partition("c.journal-0", 10);
        check.run(NOW);
        assertThat(LogCheck.finding(journal, 0)).isEmpty();
        assertThat(directory.resolve("kept")).doesNotExist();
    }

    @Test
    void leavesATornEndToKafkaEvenAfterAnOrderlyStopAndKeepsItsBytes() throws IOException {
        Path segment = partition("c.journal-0", 10).resolve("00000000000000000000.log");
        Path mark = Files.createFile(logs.resolve(".kafka_cleanshutdown"));
        byte[] all = Files.readAllBytes(segment);
        cut(segment, all.length - 5);
        check.run(NOW);
        assertThat(mark).as("else Kafka would append behind the torn batch").doesNotExist();
        byte[] kept = Files.readAllBytes(directory.resolve(
                "kept/2026-01-01T00-00-00Z-c.journal-0/00000000000000000000.log.from-byte-" + 9 * all.length / 10));
        assertThat(kept).hasSize(all.length / 10 - 5);
    }

    @Test
    void seesAfterAnOrderlyStopThatTheLastBatchHasAnotherChecksum() throws IOException {
        Path journal = partition("c.state-0", 10);
        Files.createFile(logs.resolve(".kafka_cleanshutdown"));
        flip(journal.resolve("00000000000000000000.log"), 0.99);
        assertThat(LogCheck.finding(journal, Long.MAX_VALUE))
                .get()
                .extracting(finding -> finding.damage().offset(), Finding::isInTheMiddle)
                .containsExactly(9L, false);
    }

    @Test
    void refusesAJournalThatIsDamagedInTheMiddleAndTouchesNothing() throws IOException {
        Path segment = partition("c.journal-0", 10).resolve("00000000000000000000.log");
        flip(segment, 0.55);
        byte[] before = Files.readAllBytes(segment);
        assertThatThrownBy(() -> check.run(NOW))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("c.journal-0 is damaged at offset 5")
                .hasMessageContaining("intact records follow from offset 6 on")
                .hasMessageContaining("./shiplog repair");
        assertThat(segment).hasBinaryContent(before);
    }

    @Test
    void keepsTheSegmentsThatKafkaWouldDeleteOfATopicThatIsMadeAnew() throws IOException {
        Path state = partition("c.state-0", 10);
        write(state, 10, 5);
        flip(state.resolve("00000000000000000000.log"), 0.25);
        check.run(NOW);
        Path kept = directory.resolve("kept/2026-01-01T00-00-00Z-c.state-0");
        assertThat(kept.resolve("00000000000000000010.log"))
                .hasSameBinaryContentAs(state.resolve("00000000000000000010.log"));
    }

    @Test
    void looksOnlyAtWhatKafkaIsGoingToReadAfterAnUncleanStop() throws IOException {
        Path state = partition("c.state-0", 10);
        write(state, 10, 5);
        flip(state.resolve("00000000000000000000.log"), 0.25);
        Files.writeString(logs.resolve("recovery-point-offset-checkpoint"), "0\n1\nc.state 0 10\n");
        check.run(NOW);
        assertThat(directory.resolve("kept")).doesNotExist();
    }

    @Test
    void mendsAJournalSoThatAllThatFollowsKeepsItsOffset() throws IOException {
        Path journal = partition("c.journal-0", 10);
        write(journal, 10, 5);
        flip(journal.resolve("00000000000000000000.log"), 0.55);
        flip(journal.resolve("00000000000000000010.log"), 0.5);
        var patch = new JournalPatch(logs, directory.resolve("kept"));
        assertThat(patch.holes()).containsExactly(new JournalPatch.Hole("c.journal-0", 5, 6));
        assertThat(patch.mend(NOW))
                .containsExactly(
                        new JournalPatch.Hole("c.journal-0", 5, 6), new JournalPatch.Hole("c.journal-0", 12, 13));
        assertThat(LogCheck.finding(journal, 0)).isEmpty();
        long next = 0;
        for (Segment segment : Segment.of(journal)) {
            for (Batch batch : segment.batches()) {
                assertThat(batch.baseOffset()).isEqualTo(next);
                next = batch.nextOffset();
            }
        }
        assertThat(next).isEqualTo(15);
        check.run(NOW);
    }

    @Test
    void mendsAJournalWhoseClosedSegmentIsTorn() throws IOException {
        Path journal = partition("c.journal-0", 10);
        write(journal, 10, 5);
        Path first = journal.resolve("00000000000000000000.log");
        cut(first, (int) (Files.size(first) * 0.75));
        assertThat(new JournalPatch(logs, directory.resolve("kept")).mend(NOW))
                .containsExactly(new JournalPatch.Hole("c.journal-0", 7, 10));
        assertThat(LogCheck.finding(journal, 0)).isEqualTo(Optional.empty());
    }

    private Path partition(String name, int records) throws IOException {
        Path folder = Files.createDirectory(logs.resolve(name));
        write(folder, 0, records);
        return folder;
    }

    /** A segment of batches of one record each. */
    private static void write(Path folder, long base, int records) throws IOException {
        Path file = folder.resolve("%020d.log".formatted(base));
        try (var out = Files.newOutputStream(file)) {
            for (long offset = base; offset < base + records; offset++) {
                var buffer = MemoryRecords.withRecords(
                                offset,
                                Compression.NONE,
                                new SimpleRecord(1L, "a value that is as long as others".getBytes(UTF_8)))
                        .buffer();
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                out.write(bytes);
            }
        }
    }

    private static void flip(Path file, double where) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (bytes.length * where)] ^= 1;
        Files.write(file, bytes);
    }

    private static void cut(Path file, int length) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, length));
    }
}
