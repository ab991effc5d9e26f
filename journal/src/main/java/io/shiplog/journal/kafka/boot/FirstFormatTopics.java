package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What Kafka has of a cluster's first format, and how that is put out of use. */
final class FirstFormatTopics implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String POLICY = "cleanup.policy";
    /** Roles of the first format name it when they refuse to start: they demand {@code compact}. */
    private static final String GUARDING = "delete";

    private final Admin admin;
    private final ClusterConfig cluster;

    FirstFormatTopics(ClusterConfig cluster) {
        this.cluster = cluster;
        this.admin = Admin.create(cluster.clientSettings());
    }

    /**
     * The topics that hold objects, in the order of their names; none when the cluster is not, or no longer, of that
     * format.
     */
    Set<String> inUse() {
        Set<String> inUse = new TreeSet<>();
        existing().forEach((topic, policy) -> {
            if (!policy.equals(GUARDING)) {
                inUse.add(topic);
            }
        });
        return inUse;
    }

    /** The materializer's committed journal offset, empty when it had committed none. */
    OptionalLong committed() {
        TopicPartition journal = Topics.journalPartition(cluster);
        try {
            var offset = get(admin.listConsumerGroupOffsets(FirstFormat.materializerGroup(cluster))
                            .partitionsToOffsetAndMetadata())
                    .get(journal);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return OptionalLong.empty();
            }
            throw unavailable(e);
        }
    }

    /** Deletes the topics, all but one, by which the roles of that format refuse to start from now on. */
    void retire() {
        Map<String, String> existing = existing();
        String guard = FirstFormat.guard(cluster);
        try {
            if (!existing.containsKey(guard)) {
                create(guard);
            } else if (!Objects.equals(existing.get(guard), GUARDING)) {
                ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, guard);
                get(admin.incrementalAlterConfigs(
                                Map.of(topic, List.of(set(POLICY, GUARDING), set("retention.ms", "0"))))
                        .all());
            }
            Set<String> rest = new TreeSet<>(existing.keySet());
            rest.remove(guard);
            delete(rest);
        } catch (ExecutionException e) {
            throw unavailable(e);
        }
    }

    private static AlterConfigOp set(String setting, String value) {
        return new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    }

    private void create(String guard) throws ExecutionException {
        try {
            NewTopic topic = new NewTopic(guard, Optional.of(1), Optional.empty()).configs(Map.of(POLICY, GUARDING));
            get(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void delete(Collection<String> topics) throws ExecutionException {
        for (KafkaFuture<Void> each :
                admin.deleteTopics(topics).topicNameValues().values()) {
            try {
                get(each);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
    }

    /** The topics that exist, with their cleanup policies. */
    private Map<String, String> existing() {
        try {
            Set<String> names = new TreeSet<>(get(admin.listTopics().names()));
            names.retainAll(FirstFormat.topics(cluster).keySet());
            Map<ConfigResource, Config> configs = get(admin.describeConfigs(names.stream()
                            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                            .toList())
                    .all());
            Map<String, String> policies = new java.util.TreeMap<>();
            configs.forEach((topic, config) -> policies.put(
                    topic.name(), Objects.requireNonNull(config.get(POLICY)).value()));
            return policies;
        } catch (ExecutionException e) {
            throw unavailable(e);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while looking for topics of the first format", e);
        } catch (TimeoutException e) {
            throw unavailable(e);
        }
    }

    private static KafkaUnavailableException unavailable(Exception e) {
        return new KafkaUnavailableException("cannot tell of the topics of the first format: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
