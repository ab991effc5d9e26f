package io.shiplog.agent.link;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.journal.codec.AssignmentKey;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.NodeWay;
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
 * Reads the assignments of some nodes on a thread of its own. What the topic held at the start is delivered in one go,
 * the last record of each key only: an older one is no order to start anything.
 */
final class AssignmentReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AssignmentReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ClusterConfig cluster;
    private final NodeWay way;
    private final Map<String, Object> settings;
    private final Set<String> nodes;
    private final AssignmentListener listener;
    private final java.util.function.Consumer<String> stale;
    private final Thread thread;
    /** Keys of pods that are assigned as far as the listener knows. Owned by the reader's thread. */
    private final Set<String> known = new HashSet<>();

    /** Uids of pods whose records cannot be taken. Owned by the reader's thread. */
    private final Set<String> refused = new HashSet<>();

    private volatile @Nullable Consumer<String, byte[]> consumer;
    private volatile boolean closed;

    /** @param stale hears the keys of reports about pods that are not assigned any more */
    AssignmentReader(
            ClusterConfig cluster,
            NodeWay way,
            Set<String> nodes,
            AssignmentListener listener,
            java.util.function.Consumer<String> stale) {
        this.cluster = cluster;
        this.way = way;
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
                Map<String, byte[]> reports = LastReports.read(cluster, way.reports(), nodes);
                var join = new AssignmentJoin();
                Set<String> assigned = deliverAll(fresh, join, reports);
                Set<String> untold = join.waiting();
                untold.addAll(refused);
                listener.caughtUp(untold);
                reports.keySet().stream().filter(key -> !assigned.contains(key)).forEach(stale);
                while (!closed) {
                    fresh.poll(POLL).forEach(record -> take(record, join, null));
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
        List<PartitionInfo> all = from.partitionsFor(way.assignments());
        if (all == null || all.isEmpty()) {
            return List.of();
        }
        return nodes.stream()
                .map(node -> new TopicPartition(way.assignments(), NodePartition.of(node, all.size())))
                .distinct()
                .toList();
    }

    /** Tells of everything that is assigned: the keys of all pods that are. */
    private Set<String> deliverAll(Consumer<String, byte[]> from, AssignmentJoin join, Map<String, byte[]> reports) {
        Map<TopicPartition, Long> ends = from.endOffsets(from.assignment());
        var last = new LinkedHashMap<String, ConsumerRecord<String, byte[]>>();
        while (!closed && !reached(from, ends)) {
            for (ConsumerRecord<String, byte[]> record : from.poll(POLL)) {
                if (record.value() == null) {
                    last.remove(record.key());
                } else if (nodes.contains(NodePartition.node(record.key()))) {
                    last.put(record.key(), record);
                }
            }
        }
        refused.clear();
        // After a new beginning, what was known and is there no more was withdrawn while nobody listened.
        for (String key : List.copyOf(known)) {
            if (!last.containsKey(key)) {
                tell(new AssignmentJoin.PodUpdate(NodePartition.node(key), key.substring(key.indexOf('/') + 1), null));
            }
        }
        // What pods name comes before them, and of those the ones that the node has taken before: the others must fit
        // beside them.
        last.values().stream()
                .sorted(Comparator.comparing((ConsumerRecord<String, byte[]> record) -> isPod(record.key()))
                        .thenComparing(record -> !reports.containsKey(record.key())))
                .forEach(record -> take(record, join, reports.get(record.key())));
        Set<String> pods =
                last.keySet().stream().filter(AssignmentReader::isPod).collect(Collectors.toSet());
        log.info(
                "{} pods are assigned to {}",
                pods.size(),
                nodes.stream().limit(3).collect(Collectors.joining(", ")) + (nodes.size() > 3 ? ", ..." : ""));
        return pods;
    }

    private static boolean isPod(String key) {
        return key.indexOf('/') == key.lastIndexOf('/');
    }

    private static boolean reached(Consumer<String, byte[]> from, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> from.position(end.getKey()) >= end.getValue());
    }

    /** @param report what the node last said of the pod, null when nothing is known or remembered better */
    private void take(ConsumerRecord<String, byte[]> record, AssignmentJoin join, byte @Nullable [] report) {
        if (!nodes.contains(NodePartition.node(record.key()))) {
            return;
        }
        String uid = record.key().substring(record.key().lastIndexOf('/') + 1);
        try {
            List<AssignmentJoin.PodUpdate> updates = switch (AssignmentKey.parse(record.key())) {
                case AssignmentKey.Pod pod ->
                    join.pod(pod, record.value(), assignment -> remembered(assignment, report));
                case AssignmentKey.Named object -> join.object(object, record.value());
            };
            updates.forEach(this::tell);
        } catch (RuntimeException e) {
            // What cannot be read must not keep the node from all the others.
            refused.add(uid);
            log.error("the assignment {} at offset {} cannot be taken", record.key(), record.offset(), e);
        }
    }

    private static PodAssignment remembered(PodAssignment assignment, byte @Nullable [] report) {
        return Optional.ofNullable(report)
                .flatMap(LastReports::status)
                .map(assignment::reported)
                .orElse(assignment);
    }

    private void tell(AssignmentJoin.PodUpdate update) {
        String key = update.node() + "/" + update.podUid();
        refused.remove(update.podUid());
        if (update.assignment() == null) {
            known.remove(key);
        } else {
            known.add(key);
        }
        try {
            listener.assigned(update.node(), update.podUid(), update.assignment());
        } catch (RuntimeException e) {
            refused.add(update.podUid());
            log.error("the assignment {} cannot be taken", key, e);
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
