package io.shiplog.agent.link;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.streams.NodePartition;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
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

    ReportSender(ClusterConfig cluster) {
        topic = cluster.topic("reports");
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
                if (!send(entry)) {
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean send(ReportQueue.Entry entry) {
        try {
            int partition =
                    NodePartition.of(entry.node(), producer.partitionsFor(topic).size());
            var record = new ProducerRecord<String, byte[]>(topic, partition, entry.key(), entry.value());
            producer.send(record, (sent, failure) -> {
                if (failure != null) {
                    log.warn(
                            "a report of {} was not taken, it will be sent again: {}", entry.key(), failure.toString());
                    queue.restore(entry);
                }
            });
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.warn("reports wait, Kafka does not take them: {}", e.toString());
            queue.restore(entry);
            return false;
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
