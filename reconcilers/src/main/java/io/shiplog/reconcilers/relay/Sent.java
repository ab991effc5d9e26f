package io.shiplog.reconcilers.relay;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on their way to Kafka, of which the first that failed is remembered. A record that is too large is left out,
 * with a line.
 */
final class Sent {
    private static final Logger LOG = LoggerFactory.getLogger(Sent.class);

    private final Producer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Sent(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    void send(ProducerRecord<String, byte[]> record) {
        producer.send(record, (_, failed) -> {
            if (failed instanceof RecordTooLargeException) {
                LOG.error("the record {} is too large for {} and is left out", record.key(), record.topic());
            } else if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /**
     * Returns when everything was taken.
     *
     * @throws KafkaException when something was not
     */
    void await() {
        producer.flush();
        check();
    }

    /** @throws KafkaException when something is known not to have been taken */
    void check() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException("what is relayed was not taken", failed);
        }
    }
}
