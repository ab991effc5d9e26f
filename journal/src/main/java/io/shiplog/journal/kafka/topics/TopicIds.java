package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The ids that Kafka gave a cluster's topics: no two topics ever have the same, whatever they are called. */
public final class TopicIds {
    private static final long TIMEOUT_SECONDS = 30;

    private TopicIds() {}

    /**
     * The id of the journal's topic, which stands for the cluster; empty when there is none.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static Optional<String> journal(ClusterConfig cluster) {
        return of(cluster, Topics.journal(cluster));
    }

    /**
     * The id of the topic of assignments, which a node may ask for; empty when there is none.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static Optional<String> assignments(ClusterConfig cluster) {
        return of(cluster, Topics.assignments(cluster));
    }

    private static Optional<String> of(ClusterConfig cluster, String topic) {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            return Optional.ofNullable(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                            .get(topic))
                    .map(description -> description.topicId().toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while Kafka was asked for the id of " + topic, e);
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new KafkaUnavailableException("cannot tell the id of " + topic + ": " + e.getMessage(), e);
        }
    }
}
