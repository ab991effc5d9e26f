package io.shiplog.journal.kafka.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What is known of how often a Kafka holds its records. How many brokers there are at one moment says too little: the
 * first role of a cluster may start before the last of its brokers.
 *
 * @param brokers how many there are now
 * @param offsets how often Kafka's own topic of committed offsets is to be held, which no Kafka works without; 0 if
 *     unknown
 * @param journal how often the journal is held, 0 if there is none yet
 */
record Replication(int brokers, int offsets, int journal) {
    private static final String OFFSETS = "offsets.topic.replication.factor";

    static Replication of(Admin admin, String journal, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        Collection<Node> brokers = admin.describeCluster().nodes().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return new Replication(
                brokers.size(),
                brokers.isEmpty() ? 0 : offsets(admin, brokers.iterator().next(), timeout),
                journal(admin, journal, timeout));
    }

    TopicSettings settings() {
        TopicSettings replicated = TopicSettings.replicated();
        int most = Math.max(brokers, Math.max(offsets, journal));
        return most >= replicated.replicationFactor() ? replicated : TopicSettings.singleBroker();
    }

    /** How often the partition that is held least often is held. */
    static int replicas(TopicDescription topic) {
        return topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
    }

    private static int offsets(Admin admin, Node broker, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        try {
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(List.of(resource)).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            ConfigEntry entry = Objects.requireNonNull(configs.get(resource)).get(OFFSETS);
            return entry == null ? 0 : Integer.parseInt(entry.value());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return 0;
            }
            throw e;
        }
    }

    private static int journal(Admin admin, String topic, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return replicas(Objects.requireNonNull(admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }
}
