package io.shiplog.journal.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;

/** What somebody does who has access to the files of a broker that does not run. */
public final class TopicFiles {
    private TopicFiles() {}

    /** Copies all partitions of a cluster. */
    public static void copy(Path logs, String cluster, Path to) throws IOException {
        try (Stream<Path> folders = Files.list(logs)) {
            for (Path folder : folders.filter(
                            each -> each.getFileName().toString().startsWith(cluster + "."))
                    .toList()) {
                Path copy = Files.createDirectories(to.resolve(folder.getFileName()));
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".log"))
                            .toList()) {
                        Files.copy(file, copy.resolve(file.getFileName()));
                    }
                }
            }
        }
    }

    /** Writes a partition anew, of one segment, with these records at their offsets and times. */
    public static void write(Path logs, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records)
            throws IOException {
        Path segment = logs.resolve(partition.toString()).resolve("00000000000000000000.log");
        try (FileChannel file = FileChannel.open(
                segment, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                MemoryRecords batch = batch(record);
                file.write(batch.buffer());
            }
        }
    }

    private static MemoryRecords batch(ConsumerRecord<byte[], byte[]> record) {
        try (MemoryRecordsBuilder builder = MemoryRecords.builder(
                ByteBuffer.allocate(1024),
                (byte) 2,
                Compression.NONE,
                TimestampType.LOG_APPEND_TIME,
                record.offset(),
                record.timestamp())) {
            builder.append(
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers().toArray());
            return builder.build();
        }
    }
}
