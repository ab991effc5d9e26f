package io.shiplog.reconcilers.relay;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.NodePartition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays what nodes that joined report, on a thread of its own; of each record of a node's topic only if it is about
 * that node. What was relayed is committed afterwards, so after a fault some of it comes twice.
 */
final class ReportRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportRelay.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ClusterConfig cluster;
    private final Consumer<Set<String>> mine;
    private final Thread thread;
    private volatile Set<String> topics = Set.of();
    private volatile boolean closed;

    private ReportRelay(ClusterConfig cluster, Consumer<Set<String>> mine) {
        this.cluster = cluster;
        this.mine = mine;
        this.thread = Thread.ofPlatform().daemon().name("report-relay").unstarted(this::run);
    }

    /** @param mine is told which nodes are this process', whenever that changes */
    static ReportRelay start(ClusterConfig cluster, Consumer<Set<String>> mine) {
        var relay = new ReportRelay(cluster, mine);
        relay.thread.start();
        return relay;
    }

    /** The topics of the nodes that there are. */
    void listen(Set<String> reporting) {
        topics = Set.copyOf(reporting);
    }

    private void run() {
        while (!closed) {
            try (var consumer = RelayClients.member(cluster);
                    var producer = RelayClients.producer(cluster)) {
                relay(
                        consumer,
                        new Sent(producer),
                        producer.partitionsFor(Topics.relayedReports(cluster)).size());
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException e) {
                LOG.warn("reports cannot be relayed, trying again: {}", e.toString());
                pause();
            } finally {
                mine.accept(Set.of());
            }
        }
    }

    private void relay(KafkaConsumer<String, byte[]> consumer, Sent sent, int partitions) {
        Set<String> subscribed = Set.of();
        // One for all subscriptions: it is told only what changes.
        var shares = new Shares();
        while (!closed) {
            Set<String> wanted = topics;
            if (!wanted.equals(subscribed)) {
                consumer.subscribe(wanted, shares);
                subscribed = wanted;
            }
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<String, byte[]> record : records) {
                String node = Topics.reporting(cluster, record.topic()).orElseThrow();
                if (RelayedReport.isOf(node, record.key())) {
                    sent.send(new ProducerRecord<>(
                            Topics.relayedReports(cluster),
                            NodePartition.of(node, partitions),
                            record.timestamp(),
                            record.key(),
                            record.value()));
                } else {
                    LOG.warn("the node {} reports of {}, which is none of its own: left out", node, record.key());
                }
            }
            if (!records.isEmpty()) {
                sent.await();
                consumer.commitSync();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            // It looks each time that it has waited for records. Interrupted, Kafka's client would complain about its
            // end.
            if (!thread.join(Duration.ofSeconds(3))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Which nodes are this process'. Called by the consumer, on its thread. */
    private final class Shares implements ConsumerRebalanceListener {
        private final Set<TopicPartition> own = new HashSet<>();

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> more) {
            own.addAll(more);
            tell();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> fewer) {
            fewer.forEach(own::remove);
            tell();
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> fewer) {
            onPartitionsRevoked(fewer);
        }

        private void tell() {
            mine.accept(own.stream()
                    .flatMap(partition -> Topics.reporting(cluster, partition.topic()).stream())
                    .collect(Collectors.toSet()));
        }
    }
}
