package io.shiplog.journal.kafka.clients;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The Kafka clients of this package, with the settings that they share. */
public final class JournalClients {
    private static final int ENVELOPE_BYTES = 1024 * 1024;
    private static final Duration PATIENT_FETCH = Duration.ofMillis(500);

    private JournalClients() {}

    public static Map<String, Object> producer(ClusterConfig cluster, JournalSettings settings) {
        int timeoutMs = Math.toIntExact(settings.appendTimeout().toMillis());
        Map<String, Object> config = cluster.clientSettings();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // The appender flushes: this only bounds how long a record waits for that.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, 1);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.limits().proposalBytes() + ENVELOPE_BYTES);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMs);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs / 2);
        // send() waits for metadata or buffer space no longer than this.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        // Nor does it forget the topic after minutes without a proposal, and wait for its metadata again.
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        config.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return config;
    }

    /** A consumer that is told where to read and belongs to no group. */
    public static KafkaConsumer<byte[], byte[]> consumer(ClusterConfig cluster) {
        return consumer(cluster, PATIENT_FETCH);
    }

    /**
     * The same.
     *
     * @param wait how long the broker keeps a question for records that are still to come
     */
    public static KafkaConsumer<byte[], byte[]> consumer(ClusterConfig cluster, Duration wait) {
        Map<String, Object> config = cluster.clientSettings();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 * 1024 * 1024);
        // A broker may vanish without closing its connections: the next one is asked after this time.
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        // What else a consumer asks, and its end, waits for the fetch that the broker keeps meanwhile.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(wait.toMillis()));
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        config.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
