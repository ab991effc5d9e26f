package io.shiplog.journal.streams;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.LocalBroker;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What a Kafka Streams application of the project needs to know of its surroundings.
 *
 * @param cluster the cluster and its Kafka
 * @param instance names this process among those of the same role, and stays the same when it is restarted: by it a
 *     restarted process takes the place of its dead self at once instead of waiting its session out
 * @param stateDirectory where Kafka Streams keeps its lock files; no data, all stores are in memory
 * @param broker the cluster's Kafka when it is in this process
 * @param writes open while what the application proposes is taken
 */
public record StreamsSettings(
        ClusterConfig cluster, String instance, Path stateDirectory, Optional<LocalBroker> broker, WriteGate writes) {
    private static final String WRITES = "shiplog.writes";

    /** Applications that read another format of the topics never share a group, hence its tasks, with these. */
    private static final String GENERATION = ".2";

    /**
     * How long a dead instance keeps its tasks, when it does not come back: the least that brokers allow by default.
     */
    private static final int SESSION_MILLIS = 6_000;

    private static final int HEARTBEAT_MILLIS = 1_000;
    /** After which a broker that does not answer is given up: it may vanish without closing its connections. */
    private static final int REQUEST_MILLIS = 10_000;

    /**
     * A commit waits for everything that was sent, and is a request of its own: what was not committed is only read
     * again.
     */
    private static final int COMMIT_MILLIS = 1_000;

    /**
     * How long a thread waits for records when its {@link PollDeadline} asks for nothing earlier. Stopping takes as
     * long.
     */
    private static final int POLL_MILLIS = 250;

    /**
     * How long a broker with nothing new keeps a question. As long may a partition wait that is read again after a
     * pause.
     */
    private static final int FETCH_WAIT_MILLIS = 1_000;

    /** A partition with so many records to process is not read meanwhile. */
    private static final int BUFFERED_RECORDS = 4_000;

    private static final int PRODUCER_BUFFER_BYTES = 8 << 20;
    private static final int FETCH_BYTES = 4 << 20;
    private static final int FETCH_PARTITION_BYTES = 256 << 10;

    /** Of a cluster whose Kafka is elsewhere. */
    public StreamsSettings(ClusterConfig cluster, String instance, Path stateDirectory) {
        this(cluster, instance, stateDirectory, Optional.empty(), new WriteGate());
    }

    /** The gate of the application that a processor belongs to. */
    public static WriteGate writes(ProcessorContext<?, ?> context) {
        return (WriteGate) Objects.requireNonNull(context.appConfigs().get(WRITES));
    }

    /** The same for an application that acts as {@code principal}. */
    public StreamsSettings as(Principal principal) {
        return new StreamsSettings(cluster.as(principal), instance, stateDirectory, broker, writes);
    }

    /** The application's id, which is its consumer group: {@code <cluster>.<application>.2}. */
    public String applicationId(String application) {
        return cluster.topic(application + GENERATION);
    }

    /** The settings of {@code application}, as every topology of the project runs. */
    public Properties properties(String application) {
        var settings = new Properties();
        settings.putAll(cluster.clientSettings());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(application));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        settings.put(WRITES, writes);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // Records of different topics need no order among them: never wait for one topic's before processing another's.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG), REQUEST_MILLIS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), REQUEST_MILLIS);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), FETCH_WAIT_MILLIS);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_PARTITION_BYTES);
        // A lone record leaves at once; what comes while a request is on its way goes together in the next.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), PRODUCER_BUFFER_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), PRODUCER_BUFFER_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        broker.ifPresent(local -> {
            settings.put(StreamsConfig.producerPrefix(StreamsClients.BROKER), local);
            settings.put(StreamsConfig.mainConsumerPrefix(StreamsClients.BROKER), local);
        });
        // Its checksum is one that the log cleaner does not replace: a damaged value never becomes a valid one.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "zstd");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG), 1);
        return settings;
    }
}
