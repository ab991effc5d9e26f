package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics of a cluster that is being restored. The topic {@code restore} marks it until all is done: it is made
 * first and deleted last, and nobody starts while it is there. Until then the journal keeps the times of its records.
 */
public final class RestoreTopics implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofMillis(20);
    private static final String TIMES = "message.timestamp.type";

    private final ClusterConfig cluster;
    private final Admin admin;

    /** @param cluster as somebody who may make, alter and delete its topics */
    public RestoreTopics(ClusterConfig cluster) {
        this.cluster = cluster;
        this.admin = Admin.create(cluster.clientSettings());
    }

    /** The topic that marks a cluster that is being restored. */
    public static String marker(ClusterConfig cluster) {
        return cluster.topic("restore");
    }

    /** The topics that there are of the cluster, the marker too. */
    public Set<String> existing() {
        Set<String> own = new TreeSet<>(asked(admin.listTopics().names()));
        own.removeIf(name -> !name.startsWith(cluster.topic("")));
        return own;
    }

    /** Makes the marker, where it is missing. */
    public void mark(TopicSettings settings) {
        create(List.of(new NewTopic(marker(cluster), Optional.of(1), Optional.of((short) settings.replicationFactor()))
                .configs(Map.of("cleanup.policy", "compact", "min.insync.replicas", "1"))));
    }

    /** Makes the topics that are missing, the journal so that it takes over the times of what it is given. */
    public void make(TopicSettings settings) {
        Set<String> existing = existing();
        List<NewTopic> missing = Topics.all(cluster, settings).stream()
                .filter(spec -> !existing.contains(spec.name()))
                .map(spec -> new NewTopic(
                                spec.name(), Optional.of(spec.partitions().number()), Optional.of((short)
                                        spec.replicas()))
                        .configs(spec.name().equals(Topics.journal(cluster)) ? keepingTimes(spec) : spec.created()))
                .toList();
        create(missing);
        awaitLeaders(Topics.all(cluster, settings));
    }

    private void awaitLeaders(List<TopicSpec> specs) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                TopicSetup.awaitLeaders(admin, specs);
                return;
            } catch (ExecutionException e) {
                // Kafka tells its brokers of a topic after it has answered whoever created it.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() - deadline > 0) {
                    throw failed(e);
                }
                pause();
            } catch (TimeoutException e) {
                throw failed(e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static Map<String, String> keepingTimes(TopicSpec journal) {
        Map<String, String> settings = new HashMap<>(journal.created());
        settings.put(TIMES, "CreateTime");
        // The clock of the machine that it comes from may have been ahead.
        settings.put("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        return settings;
    }

    private void create(List<NewTopic> topics) {
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                created.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw failed(e);
                }
            } catch (TimeoutException e) {
                throw failed(e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /** Deletes the journal's records before {@code offset}. */
    public void forgetBefore(long offset) {
        asked(admin.deleteRecords(Map.of(Topics.journalPartition(cluster), RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    /** Says that all is there: the journal has the times of its broker from now on, and who likes may start. */
    public void finish() {
        TopicSetup.set(
                admin,
                new ConfigResource(ConfigResource.Type.TOPIC, Topics.journal(cluster)),
                Map.of(TIMES, "LogAppendTime"));
        delete(List.of(marker(cluster)));
    }

    /** Deletes all that there is of the cluster, the marker last. */
    public void discard() {
        Set<String> existing = existing();
        existing.remove(marker(cluster));
        delete(existing);
        delete(List.of(marker(cluster)));
        awaitGone();
    }

    /** Kafka tells its brokers that a topic is deleted after it has answered whoever deleted it. */
    private void awaitGone() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!existing().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw failed(new TimeoutException("topics were deleted and are still to be seen"));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(SETTLING);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void delete(Collection<String> topics) {
        for (KafkaFuture<Void> deleted :
                admin.deleteTopics(topics).topicNameValues().values()) {
            try {
                deleted.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failed(e);
                }
            } catch (TimeoutException e) {
                throw failed(e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static <T> T asked(KafkaFuture<T> question) {
        try {
            return question.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static KafkaUnavailableException failed(Exception e) {
        return new KafkaUnavailableException("cannot restore: " + e.getMessage(), e);
    }

    private static KafkaUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaUnavailableException("interrupted while topics were restored", e);
    }

    @Override
    public void close() {
        admin.close();
    }
}
