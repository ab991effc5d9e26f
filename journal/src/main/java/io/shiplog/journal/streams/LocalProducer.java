package io.shiplog.journal.streams;

import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.clients.LocalPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a Streams thread whose broker is in this process. What the thread sends is gathered and appended by
 * the thread itself: before it waits for records, when it is flushed, and when the oldest has waited for some
 * milliseconds or there is much. So nobody else is woken, and what one round sends is one batch. Owned by its thread.
 */
final class LocalProducer implements Producer<byte[], byte[]> {
    private static final ThreadLocal<Set<LocalProducer>> UNSENT = ThreadLocal.withInitial(HashSet::new);
    private static final long PATIENCE_NANOS = Duration.ofMillis(2).toNanos();
    /** How long a broker that does not lead is waited for. */
    private static final Duration AWAY = Duration.ofMinutes(1);

    private static final int BATCH_BYTES = 256 * 1024;

    private final LocalBroker broker;
    private final Map<TopicPartition, LocalPartition> partitions = new HashMap<>();
    private final Map<TopicPartition, List<Sent>> waiting = new LinkedHashMap<>();
    private long oldestNanos;
    private long waitingBytes;

    private record Sent(
            ProducerRecord<byte[], byte[]> record,
            @Nullable Callback callback,
            CompletableFuture<RecordMetadata> appended) {}

    LocalProducer(LocalBroker broker) {
        this.broker = broker;
    }

    /** Appends whatever this thread's producers have gathered. */
    static void appendAllOfThisThread() {
        Set<LocalProducer> unsent = UNSENT.get();
        if (!unsent.isEmpty()) {
            // A callback may send again.
            for (LocalProducer producer : List.copyOf(unsent)) {
                producer.flush();
            }
        }
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return send(record, null);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        if (waiting.isEmpty()) {
            oldestNanos = System.nanoTime();
            UNSENT.get().add(this);
        }
        var sent = new Sent(record, callback, new CompletableFuture<>());
        var partition = new TopicPartition(record.topic(), partition(record));
        int bytes = size(record.key()) + size(record.value());
        if (waitingBytes + bytes > BATCH_BYTES) {
            flush();
            oldestNanos = System.nanoTime();
            UNSENT.get().add(this);
        }
        waiting.computeIfAbsent(partition, first -> new ArrayList<>()).add(sent);
        waitingBytes += bytes;
        if (System.nanoTime() - oldestNanos > PATIENCE_NANOS) {
            flush();
        }
        return sent.appended();
    }

    /** As Kafka's own producer chooses. */
    private int partition(ProducerRecord<byte[], byte[]> record) {
        Integer chosen = record.partition();
        if (chosen != null) {
            return chosen;
        }
        int count = broker.partitions(record.topic());
        return count == 1 || record.key() == null ? 0 : BuiltInPartitioner.partitionForKey(record.key(), count);
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    @Override
    public void flush() {
        Map<TopicPartition, List<Sent>> now = new LinkedHashMap<>(waiting);
        waiting.clear();
        waitingBytes = 0;
        UNSENT.get().remove(this);
        now.forEach(this::append);
    }

    private void append(TopicPartition partition, List<Sent> batch) {
        long offset;
        try {
            offset = partitions
                    .computeIfAbsent(partition, each -> broker.partition(each.topic(), each.partition()))
                    .append(batch.stream().map(Sent::record).toList(), AWAY);
        } catch (RuntimeException e) {
            batch.forEach(sent -> failed(sent, partition, e));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            appended(batch.get(i), partition, offset, i);
        }
    }

    private static void appended(Sent sent, TopicPartition partition, long first, int index) {
        ProducerRecord<byte[], byte[]> record = sent.record();
        var metadata = new RecordMetadata(
                partition, first, index, RecordBatch.NO_TIMESTAMP, size(record.key()), size(record.value()));
        sent.appended().complete(metadata);
        if (sent.callback() != null) {
            sent.callback().onCompletion(metadata, null);
        }
    }

    private static void failed(Sent sent, TopicPartition partition, RuntimeException failure) {
        sent.appended().completeExceptionally(failure);
        if (sent.callback() != null) {
            sent.callback()
                    .onCompletion(
                            new RecordMetadata(
                                    partition, RecordMetadata.UNKNOWN_PARTITION, -1, RecordBatch.NO_TIMESTAMP, -1, -1),
                            failure);
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        Node[] none = {};
        return IntStream.range(0, broker.partitions(topic))
                .mapToObj(each -> new PartitionInfo(topic, each, Node.noNode(), none, none))
                .toList();
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    @Override
    public void close() {
        flush();
    }

    @Override
    public void close(Duration timeout) {
        flush();
    }

    @Override
    public void initTransactions() {
        throw new UnsupportedOperationException("no transactions");
    }

    @Override
    public void beginTransaction() {
        throw new UnsupportedOperationException("no transactions");
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        throw new UnsupportedOperationException("no transactions");
    }

    @Override
    public void commitTransaction() {
        throw new UnsupportedOperationException("no transactions");
    }

    @Override
    public void abortTransaction() {
        throw new UnsupportedOperationException("no transactions");
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        // Metrics are pushed nowhere.
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        // Metrics are pushed nowhere.
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return Uuid.ZERO_UUID;
    }
}
