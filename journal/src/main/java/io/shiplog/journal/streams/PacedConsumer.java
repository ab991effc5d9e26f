package io.shiplog.journal.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that asks its broker less often the more there is to read. A lone record, or a short chain of them, is handed
 * over at once; of a lasting stream each fetch brings what came in some milliseconds, where it would otherwise bring one or two
 * records. A fetch costs the broker a look at every partition that the consumer reads, however few records it finds.
 */
final class PacedConsumer extends KafkaConsumer<byte[], byte[]> {
    private final Pace pace = new Pace(System.nanoTime());

    PacedConsumer(Map<String, Object> settings) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        long early = pace.waitNanos(System.nanoTime());
        if (early > 0) {
            LockSupport.parkNanos(early);
        }
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        pace.answered(records.count(), System.nanoTime());
        return records;
    }
}
