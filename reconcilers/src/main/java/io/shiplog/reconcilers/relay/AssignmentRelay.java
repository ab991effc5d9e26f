package io.shiplog.reconcilers.relay;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.NodePartition;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings nodes that joined what they are assigned, on a thread of its own. Whenever it begins, and whenever this
 * process gets other nodes, it compares what a node's topic holds with what is assigned, and writes the difference; so
 * nothing is lost, told twice or told again that is over, whoever relayed before. From there on it passes on what
 * comes.
 */
final class AssignmentRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AssignmentRelay.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ClusterConfig cluster;
    private final Thread thread;
    private final Object lock = new Object();
    private Set<String> nodes = Set.of();
    private boolean closed;
    private @Nullable KafkaConsumer<String, byte[]> current;

    private AssignmentRelay(ClusterConfig cluster) {
        this.cluster = cluster;
        this.thread = Thread.ofPlatform().daemon().name("assignment-relay").unstarted(this::run);
    }

    static AssignmentRelay start(ClusterConfig cluster) {
        var relay = new AssignmentRelay(cluster);
        relay.thread.start();
        return relay;
    }

    /** Which nodes are this process' from now on. */
    void relayFor(Set<String> own) {
        synchronized (lock) {
            if (!own.equals(nodes)) {
                nodes = Set.copyOf(own);
                wake();
            }
        }
    }

    private void wake() {
        lock.notifyAll();
        if (current != null) {
            current.wakeup();
        }
    }

    private void run() {
        try {
            for (Set<String> own = awaitNodes(); !own.isEmpty(); own = awaitNodes()) {
                try (var consumer = RelayClients.reader(cluster);
                        var producer = RelayClients.producer(cluster)) {
                    if (hold(consumer, own)) {
                        relay(consumer, new Sent(producer), own);
                    }
                } catch (WakeupException e) {
                    LOG.debug("the nodes that are relayed for have changed");
                } catch (KafkaException e) {
                    LOG.warn("assignments cannot be relayed, trying again: {}", e.toString());
                    Thread.sleep(RETRY);
                } finally {
                    release();
                }
            }
        } catch (InterruptedException | InterruptException e) {
            // closing
        }
    }

    /** The nodes to relay for, waiting until there are some; none when it is over. */
    private Set<String> awaitNodes() throws InterruptedException {
        synchronized (lock) {
            while (nodes.isEmpty() && !closed) {
                lock.wait();
            }
            return closed ? Set.of() : nodes;
        }
    }

    /** Lets others wake the consumer up; false when its nodes have changed meanwhile. */
    private boolean hold(KafkaConsumer<String, byte[]> consumer, Set<String> own) {
        synchronized (lock) {
            current = consumer;
            return !closed && nodes.equals(own);
        }
    }

    private void release() {
        synchronized (lock) {
            current = null;
        }
    }

    /** Until it is woken up. */
    private void relay(KafkaConsumer<String, byte[]> consumer, Sent sent, Set<String> own) {
        Map<String, byte[]> told = latest(
                consumer,
                own.stream()
                        .map(node -> new TopicPartition(Topics.assignments(cluster, node), 0))
                        .toList(),
                key -> true);
        int partitions = consumer.partitionsFor(Topics.assignments(cluster)).size();
        List<TopicPartition> sources = own.stream()
                .map(node -> new TopicPartition(Topics.assignments(cluster), NodePartition.of(node, partitions)))
                .distinct()
                .toList();
        Map<String, byte[]> assigned = latest(consumer, sources, key -> own.contains(NodePartition.node(key)));
        told.keySet().stream().filter(key -> !assigned.containsKey(key)).forEach(key -> sent.send(record(key, null)));
        assigned.forEach((key, value) -> {
            if (!Arrays.equals(value, told.get(key))) {
                sent.send(record(key, value));
            }
        });
        sent.await();
        LOG.info("assignments are relayed to {}", own);
        while (true) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (own.contains(NodePartition.node(record.key()))) {
                    sent.send(record(record.key(), record.value()));
                }
            }
            sent.check();
        }
    }

    private ProducerRecord<String, byte[]> record(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.assignments(cluster, NodePartition.node(key)), 0, key, value);
    }

    /** The last values of keys, in the order in which they were written. The consumer goes on behind them. */
    private static Map<String, byte[]> latest(
            KafkaConsumer<String, byte[]> consumer, Collection<TopicPartition> partitions, Predicate<String> wanted) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        var latest = new LinkedHashMap<String, byte[]>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                latest.remove(record.key());
                if (record.value() != null && wanted.test(record.key())) {
                    latest.put(record.key(), record.value());
                }
            }
        }
        return latest;
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            wake();
        }
        try {
            if (!thread.join(Duration.ofSeconds(3))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
