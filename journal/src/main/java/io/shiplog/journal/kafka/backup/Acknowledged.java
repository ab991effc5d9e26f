package io.shiplog.journal.kafka.backup;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends many records one after the other and learns of each that it was taken, and where it should lie, of those that
 * say so. Used by one thread.
 */
final class Acknowledged implements AutoCloseable {
    private static final long ANYWHERE = -1;

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable KafkaUnavailableException> failure = new AtomicReference<>();

    Acknowledged(ClusterConfig cluster) {
        Map<String, Object> settings = new HashMap<>(JournalClients.producer(cluster, JournalSettings.DEFAULT));
        // Many are on their way: a buffer that is full is waited for.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Duration.ofMinutes(1).toMillis());
        settings.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(Duration.ofMinutes(2).toMillis()));
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends a record.
     *
     * @throws KafkaUnavailableException when it, or one before it, was not taken
     */
    void send(ProducerRecord<byte[], byte[]> record) {
        send(record, ANYWHERE);
    }

    /** Sends a record that is to lie at {@code offset}; anywhere else somebody else writes, too. */
    void send(ProducerRecord<byte[], byte[]> record, long offset) {
        check();
        try {
            producer.send(record, (metadata, e) -> {
                if (e != null) {
                    failure.compareAndSet(null, failed(record.topic(), e));
                } else if (offset != ANYWHERE && metadata.offset() != offset) {
                    failure.compareAndSet(
                            null,
                            failed(
                                    record.topic(),
                                    new KafkaException("somebody else writes to it: a record lies at "
                                            + metadata.offset() + " in place of " + offset)));
                }
            });
        } catch (KafkaException e) {
            throw failed(record.topic(), e);
        }
    }

    private static KafkaUnavailableException failed(String topic, Exception e) {
        return new KafkaUnavailableException("cannot restore " + topic + ": " + e.getMessage(), e);
    }

    /**
     * Waits until all that was sent was taken.
     *
     * @throws KafkaUnavailableException when one was not
     */
    void await() {
        producer.flush();
        check();
    }

    private void check() {
        KafkaUnavailableException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
