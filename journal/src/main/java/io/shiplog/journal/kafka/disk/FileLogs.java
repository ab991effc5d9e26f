package io.shiplog.journal.kafka.disk;

import io.shiplog.journal.kafka.clients.LogRecords;
import io.shiplog.journal.kafka.log.DamagedTopicException;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.past.Archive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/**
 * The logs in the folder of a broker that does not run, or in a copy of it. Nothing is written, and no broker started,
 * which would delete what is too old. A batch at the end that is not whole was being written when the copy was made:
 * the log ends before it.
 */
public final class FileLogs implements PartitionLogs {
    /** From where on logs count of which records were deleted: the files may have more. */
    private static final String BEGINNINGS = "log-start-offset-checkpoint";

    private final Path logs;

    /** @param logs the folder with a folder per partition */
    public FileLogs(Path logs) {
        this.logs = logs;
    }

    @Override
    public Archive.Extent extent(TopicPartition partition) {
        try {
            List<Segment> segments = segments(partition);
            if (segments.isEmpty()) {
                return new Archive.Extent(0, 0);
            }
            List<Batch> last = segments.getLast().batches();
            long begins = Math.max(
                    segments.getFirst().baseOffset(),
                    OffsetCheckpoint.read(logs.resolve(BEGINNINGS)).of(partition.toString()));
            return new Archive.Extent(
                    begins,
                    last.isEmpty()
                            ? segments.getLast().baseOffset()
                            : last.getLast().nextOffset());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the files of " + partition, e);
        }
    }

    @Override
    public void read(TopicPartition partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try {
            List<Segment> segments = segments(partition);
            for (int i = 0; i < segments.size(); i++) {
                boolean before = i + 1 < segments.size() && segments.get(i + 1).baseOffset() <= from;
                if (!before && segments.get(i).baseOffset() < to) {
                    read(partition, segments.get(i), from, to, reader);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the files of " + partition, e);
        }
    }

    private List<Segment> segments(TopicPartition partition) throws IOException {
        Path folder = logs.resolve(partition.toString());
        return Files.isDirectory(folder) ? Segment.of(folder) : List.of();
    }

    private static void read(
            TopicPartition partition,
            Segment segment,
            long from,
            long to,
            Consumer<ConsumerRecord<byte[], byte[]>> reader)
            throws IOException {
        int start = position(segment, from);
        try (FileRecords records = FileRecords.open(segment.file().toFile(), false)) {
            for (FileChannelRecordBatch batch : records.batchesFrom(start)) {
                if (batch.baseOffset() >= to) {
                    return;
                }
                if (batch.lastOffset() >= from && !batch.isControlBatch()) {
                    read(partition, batch, from, to, reader);
                }
            }
        }
    }

    /** Where the first batch begins that may hold {@code from}. */
    private static int position(Segment segment, long from) throws IOException {
        ByteBuffer bytes = segment.map();
        int at = 0;
        for (Optional<Batch> batch = Batch.at(bytes, 0);
                batch.isPresent() && batch.get().nextOffset() <= from;
                batch = Batch.at(bytes, at)) {
            at = batch.get().end();
        }
        return at;
    }

    private static void read(
            TopicPartition partition,
            FileChannelRecordBatch batch,
            long from,
            long to,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try {
            batch.ensureValid();
        } catch (CorruptRecordException e) {
            throw DamagedTopicException.unreadable(partition, batch.baseOffset(), e);
        }
        try (CloseableIterator<Record> each = batch.streamingIterator(BufferSupplier.NO_CACHING)) {
            while (each.hasNext()) {
                Record record = each.next();
                if (record.offset() >= from && record.offset() < to) {
                    reader.accept(LogRecords.consumed(partition, batch, record));
                }
            }
        }
    }

    @Override
    public void close() {
        // Files are open only while they are read.
    }
}
