package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.kafka.clients.BackgroundThread;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the ids of the topics that a role reads and writes, and tells when one of them is not the topic any more that
 * it was. A thread of its own asks; a Kafka that is away is waited for.
 */
public final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Admin admin;
    private final List<String> topics;
    private final Duration interval;
    private final Consumer<Throwable> onReplaced;
    private final Map<String, Uuid> known = new HashMap<>();
    private final CompletableFuture<Void> firstLook = new CompletableFuture<>();
    private final BackgroundThread thread;

    private TopicWatch(Admin admin, Collection<String> topics, Duration interval, Consumer<Throwable> onReplaced) {
        this.admin = admin;
        this.topics = List.copyOf(topics);
        this.interval = interval;
        this.onReplaced = onReplaced;
        this.thread = BackgroundThread.of("topic-ids", this::run);
    }

    /**
     * Starts to watch topics that exist; called before a role starts to read them.
     *
     * @param onReplaced told once, of the first that changes
     */
    public static TopicWatch start(ClusterConfig cluster, Collection<String> topics, Consumer<Throwable> onReplaced) {
        return start(cluster, topics, INTERVAL, onReplaced);
    }

    static TopicWatch start(
            ClusterConfig cluster, Collection<String> topics, Duration interval, Consumer<Throwable> onReplaced) {
        var watch = new TopicWatch(Admin.create(cluster.clientSettings()), topics, interval, onReplaced);
        watch.thread.start();
        return watch;
    }

    /** Waits until the id of every topic is known. */
    void awaitIds() {
        firstLook.join();
    }

    private void run() throws InterruptedException {
        try (admin) {
            while (true) {
                look();
                Thread.sleep(interval);
            }
        } catch (TopicReplacedException e) {
            onReplaced.accept(e);
        }
    }

    private void look() throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin.describeTopics(topics).topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> each : asked.entrySet()) {
            try {
                compare(
                        each.getKey(),
                        each.getValue()
                                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                                .topicId());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException && known.containsKey(each.getKey())) {
                    throw new TopicReplacedException(each.getKey(), "deleted");
                }
                LOG.debug("cannot tell the id of {}", each.getKey(), e);
            } catch (TimeoutException e) {
                LOG.debug("cannot tell the ids of the topics", e);
                return;
            }
        }
        if (known.size() == topics.size()) {
            firstLook.complete(null);
        }
    }

    private void compare(String topic, Uuid id) {
        Uuid before = known.putIfAbsent(topic, id);
        if (before != null && !before.equals(id)) {
            throw new TopicReplacedException(topic, "deleted and made again");
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
