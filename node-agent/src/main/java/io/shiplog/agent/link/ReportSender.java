package io.shiplog.agent.link;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.streams.NodePartition;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends reports from a queue on a thread of its own, and again when Kafka did not take them. */
final class ReportSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReportSender.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final String topic;
    private final ReportQueue queue = new ReportQueue();
    private final Producer<String, byte[]> producer;
    private final Thread thread;
    /** A report has failed since the sender last looked: there is no sense in hurrying. */
    private volatile boolean failed;

    /** @param topic where reports are sent */
    ReportSender(ClusterConfig cluster, String topic) {
        this.topic = topic;
        Map<String, Object> settings = cluster.clientSettings();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        thread = Thread.ofPlatform().daemon().name("agent-reports").start(this::run);
    }

    void publish(ReportQueue.Entry entry) {
        queue.put(entry);
    }

    private void run() {
        try {
            for (ReportQueue.Entry entry = queue.take(); entry != null; entry = queue.take()) {
                send(entry);
                if (failed) {
                    Thread.sleep(RETRY);
                    failed = false;
                }
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(ReportQueue.Entry entry) {
        try {
            int partition =
                    NodePartition.of(entry.node(), producer.partitionsFor(topic).size());
            var record = new ProducerRecord<String, byte[]>(topic, partition, entry.key(), entry.value());
            producer.send(record, (sent, failure) -> ended(entry, failure));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            ended(entry, e);
        }
    }

    /** A report was taken by Kafka, or was not. */
    private void ended(ReportQueue.Entry entry, @Nullable Exception failure) {
        if (failure == null) {
            queue.sent(entry);
        } else if (failure instanceof RecordTooLargeException) {
            log.error("a report of {} is too large for Kafka and is left out", entry.key(), failure);
            queue.sent(entry);
        } else {
            log.warn("a report of {} was not taken, it will be sent again: {}", entry.key(), failure.toString());
            failed = true;
            queue.restore(entry);
        }
    }

    /** Sends what is queued, as far as a short time allows. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(CLOSE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE);
    }
}
