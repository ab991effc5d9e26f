package io.shiplog.journal.kafka.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * Mends a journal that is damaged in its middle: in place of what cannot be read it writes records that every replica
 * refuses, so that all that follows keeps its offsets. What was changed is kept beside the logs.
 */
public final class JournalPatch {
    private static final byte[] LOST = "lost".getBytes(UTF_8);

    private final LogCheck check;
    private final Path logs;

    public JournalPatch(Path logs, Path kept) {
        this.check = new LogCheck(logs, kept);
        this.logs = logs;
    }

    /** The stretch of a journal that cannot be read: from an offset (inclusive) to another (exclusive). */
    public record Hole(String partition, long from, long to) {}

    /** What cannot be read, journal by journal; only the first stretch of each. */
    public List<Hole> holes() throws IOException {
        List<Hole> holes = new ArrayList<>();
        for (Finding finding : journals()) {
            holes.add(hole(finding));
        }
        return holes;
    }

    /** Mends all that {@link #holes} named, and what lies behind that; returns what was lost. */
    public List<Hole> mend(Instant now) throws IOException {
        List<Hole> mended = new ArrayList<>();
        for (List<Finding> findings = journals(); !findings.isEmpty(); findings = journals()) {
            for (Finding finding : findings) {
                check.keep(finding, now);
                mended.add(hole(finding));
                mend(finding);
            }
        }
        return mended;
    }

    private List<Finding> journals() throws IOException {
        List<Finding> all = new ArrayList<>();
        for (Finding finding : check.findings(_ -> 0)) {
            if (finding.isInTheMiddle()
                    && finding.partition().getFileName().toString().endsWith(".journal-0")) {
                all.add(finding);
            }
        }
        return all;
    }

    private static Hole hole(Finding finding) {
        long to = finding.damage()
                .following()
                .map(Batch::baseOffset)
                .orElseGet(() -> finding.later().getFirst().baseOffset());
        return new Hole(
                finding.partition().getFileName().toString(), finding.damage().offset(), to);
    }

    private void mend(Finding finding) throws IOException {
        Damage damage = finding.damage();
        ByteBuffer old = damage.segment().map();
        Hole hole = hole(finding);
        Optional<Batch> before = before(damage);
        Path file = damage.segment().file();
        Path fresh = file.resolveSibling(file.getFileName() + ".mended");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(out, old.slice(0, damage.position()));
            write(out, filler(hole, before));
            if (damage.following().isPresent()) {
                int from = damage.following().get().position();
                write(out, old.slice(from, old.limit() - from));
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        // Positions have changed: Kafka makes its indexes anew, and looks through the log when the mark is not there.
        dropIndexes(finding.partition());
        Files.deleteIfExists(logs.resolve(".kafka_cleanshutdown"));
        Files.deleteIfExists(logs.resolve("recovery-point-offset-checkpoint"));
    }

    private static Optional<Batch> before(Damage damage) throws IOException {
        Optional<Batch> last = Optional.empty();
        for (Batch batch : damage.segment().batches()) {
            if (batch.position() >= damage.position()) {
                break;
            }
            last = Optional.of(batch);
        }
        return last;
    }

    private static ByteBuffer filler(Hole hole, Optional<Batch> before) {
        SimpleRecord[] records = new SimpleRecord[Math.toIntExact(hole.to() - hole.from())];
        long time = before.map(Batch::timestamp).orElse(0L);
        Arrays.fill(records, new SimpleRecord(time, LOST));
        return MemoryRecords.withRecords(
                        RecordBatch.MAGIC_VALUE_V2,
                        hole.from(),
                        Compression.NONE,
                        TimestampType.LOG_APPEND_TIME,
                        RecordBatch.NO_PRODUCER_ID,
                        RecordBatch.NO_PRODUCER_EPOCH,
                        RecordBatch.NO_SEQUENCE,
                        before.map(Batch::leaderEpoch).orElse(0),
                        false,
                        records)
                .buffer();
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static void dropIndexes(Path partition) throws IOException {
        List<Path> indexes;
        try (Stream<Path> files = Files.list(partition)) {
            indexes = files.filter(
                            file -> file.getFileName().toString().matches(".*\\.(index|timeindex|txnindex|snapshot)"))
                    .toList();
        }
        for (Path index : indexes) {
            Files.delete(index);
        }
    }
}
