package io.shiplog.agent.link;

import io.shiplog.agent.pod.PodAssignment;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.streams.NodePartition;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the assignments of some nodes on a thread of its own. What the topic held at the start is delivered in one go, the
 * last record of each key only: an older one is no order to start anything.
 */
final class AssignmentReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AssignmentReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ClusterConfig cluster;
    private final String topic;
    private final Map<String, Object> settings;
    private final Set<String> nodes;
    private final AssignmentListener listener;
    private final java.util.function.Consumer<String> stale;
    private final Thread thread;
    /** Keys that are assigned as far as the listener knows. Owned by the reader's thread. */
    private final Set<String> known = new HashSet<>();

    private volatile @Nullable Consumer<String, byte[]> consumer;
    private volatile boolean closed;

    /** @param stale hears the keys of reports about pods that are not assigned any more */
    AssignmentReader(
            ClusterConfig cluster,
            Set<String> nodes,
            AssignmentListener listener,
            java.util.function.Consumer<String> stale) {
        this.cluster = cluster;
        this.topic = cluster.topic("assignments");
        this.nodes = nodes;
        this.listener = listener;
        this.stale = stale;
        this.settings = cluster.clientSettings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        this.thread = Thread.ofPlatform().daemon().name("agent-assignments").start(this::run);
    }

    private void run() {
        while (!closed) {
            try (var fresh = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer = fresh;
                List<TopicPartition> partitions = partitions(fresh);
                if (partitions.isEmpty()) {
                    Thread.sleep(RETRY);
                    continue;
                }
                fresh.assign(partitions);
                fresh.seekToBeginning(partitions);
                Map<String, byte[]> reports = LastReports.read(cluster, nodes);
                deliverAll(fresh, reports);
                listener.caughtUp();
                reports.keySet().stream().filter(key -> !known.contains(key)).forEach(stale);
                while (!closed) {
                    fresh.poll(POLL).forEach(record -> deliver(record, null));
                }
            } catch (WakeupException e) {
                // Closing wakes the reader up; the loop's condition ends it.
                continue;
            } catch (InterruptedException | InterruptException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (KafkaException e) {
                log.warn("assignments cannot be read, trying again: {}", e.toString());
                pause();
            } catch (RuntimeException e) {
                log.error("reading assignments failed, trying again", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** The partitions of this reader's nodes; none while the topic does not exist. */
    private List<TopicPartition> partitions(Consumer<String, byte[]> from) {
        List<PartitionInfo> all = from.partitionsFor(topic);
        if (all == null || all.isEmpty()) {
            return List.of();
        }
        return nodes.stream()
                .map(node -> new TopicPartition(topic, NodePartition.of(node, all.size())))
                .distinct()
                .toList();
    }

    private void deliverAll(Consumer<String, byte[]> from, Map<String, byte[]> reports) {
        Map<TopicPartition, Long> ends = from.endOffsets(from.assignment());
        var last = new LinkedHashMap<String, ConsumerRecord<String, byte[]>>();
        while (!closed && !reached(from, ends)) {
            for (ConsumerRecord<String, byte[]> record : from.poll(POLL)) {
                if (record.value() == null) {
                    last.remove(record.key());
                } else {
                    last.put(record.key(), record);
                }
            }
        }
        // After a new beginning, what was known and is there no more was withdrawn while nobody listened.
        for (String key : List.copyOf(known)) {
            if (!last.containsKey(key)) {
                withdrawn(key);
            }
        }
        // Pods that the node has taken before come first: the others must fit beside them.
        last.values().stream()
                .sorted(Comparator.comparing(record -> !reports.containsKey(record.key())))
                .forEach(record -> deliver(record, reports.get(record.key())));
        log.info(
                "{} pods are assigned to {}",
                last.size(),
                nodes.stream().limit(3).collect(Collectors.joining(", ")) + (nodes.size() > 3 ? ", ..." : ""));
    }

    private static boolean reached(Consumer<String, byte[]> from, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> from.position(end.getKey()) >= end.getValue());
    }

    private void withdrawn(String key) {
        known.remove(key);
        listener.assigned(NodePartition.node(key), key.substring(key.indexOf('/') + 1), null);
    }

    /** @param report what the node last said of the pod, null when nothing is known or remembered better */
    private void deliver(ConsumerRecord<String, byte[]> record, byte @Nullable [] report) {
        String node = NodePartition.node(record.key());
        if (!record.key().contains("/") || !nodes.contains(node)) {
            return;
        }
        try {
            if (record.value() == null) {
                withdrawn(record.key());
                return;
            }
            PodAssignment assignment = PodAssignment.decode(record.value());
            PodAssignment told = Optional.ofNullable(report)
                    .flatMap(LastReports::status)
                    .map(assignment::reported)
                    .orElse(assignment);
            known.add(record.key());
            listener.assigned(node, record.key().substring(node.length() + 1), told);
        } catch (RuntimeException e) {
            // One pod that cannot be read must not keep the node from all the others.
            log.error("the assignment {} at offset {} cannot be taken", record.key(), record.offset(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Consumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            // Interrupted at once, Kafka's client would complain about its own end: only a reader that sleeps needs it.
            if (!thread.join(Duration.ofMillis(1500))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
