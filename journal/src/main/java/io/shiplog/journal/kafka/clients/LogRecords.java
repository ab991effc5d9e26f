package io.shiplog.journal.kafka.clients;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Utils;

/** Records as they lie in a log. */
public final class LogRecords {
    private LogRecords() {}

    /** As a consumer is given it; its bytes are copied. */
    public static ConsumerRecord<byte[], byte[]> consumed(TopicPartition partition, RecordBatch batch, Record record) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                record.offset(),
                record.timestamp(),
                batch.timestampType(),
                record.keySize(),
                record.valueSize(),
                Utils.toNullableArray(record.key()),
                Utils.toNullableArray(record.value()),
                new RecordHeaders(record.headers()),
                Optional.empty());
    }
}
