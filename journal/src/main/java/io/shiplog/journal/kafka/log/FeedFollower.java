package io.shiplog.journal.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Loads a derived feed and then follows it, on a thread of its own, which calls the listener. Outages of Kafka are
 * waited out, and so is a feed that nobody has written yet: an empty one says nothing, not that there is nothing.
 */
public final class FeedFollower implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final String topic;
    private final Listener listener;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean closed;

    /** What a follower calls, on its thread. */
    public interface Listener {
        /** The latest values of keys that have changed: null when there is nothing of the key any more. */
        void changed(Map<String, byte @Nullable []> latest);

        /**
         * Everything that the feed held when the follower started has been given, and that was something. Called once.
         */
        void loaded();

        /** The follower has ended for good. Called at most once, last. */
        void failed(Throwable fault);
    }

    private FeedFollower(ClusterConfig cluster, String topic, Listener listener) {
        this.topic = topic;
        this.listener = listener;
        this.consumer = JournalClients.consumer(cluster);
        this.thread = Thread.ofPlatform().daemon().name("feed-follower").unstarted(this::run);
    }

    /** Starts to load a feed, and then to follow it. */
    public static FeedFollower start(ClusterConfig cluster, String topic, Listener listener) {
        var follower = new FeedFollower(cluster, topic, listener);
        follower.thread.start();
        return follower;
    }

    private void run() {
        try (consumer) {
            boolean any = load();
            if (any) {
                listener.loaded();
            }
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    var latest = new LinkedHashMap<String, byte @Nullable []>();
                    records.forEach(record -> latest.put(new String(record.key(), UTF_8), record.value()));
                    listener.changed(latest);
                    if (!any) {
                        any = true;
                        listener.loaded();
                    }
                }
            }
        } catch (WakeupException | InterruptException e) {
            if (!closed) {
                listener.failed(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            listener.failed(e);
        }
    }

    /** Whether the feed held anything. */
    private boolean load() throws InterruptedException {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, TIMEOUT);
        while (infos == null || infos.isEmpty()) {
            if (closed) {
                return false;
            }
            Thread.sleep(RETRY);
            infos = consumer.partitionsFor(topic, TIMEOUT);
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        var latest = new LinkedHashMap<String, byte @Nullable []>();
        PartitionRead.read(
                consumer,
                consumer.beginningOffsets(partitions, TIMEOUT),
                consumer.endOffsets(partitions, TIMEOUT),
                TIMEOUT,
                record -> latest.put(new String(record.key(), UTF_8), record.value()));
        if (!latest.isEmpty()) {
            listener.changed(latest);
        }
        return !latest.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        ConsumerThreads.wakeAndJoin(consumer, thread);
    }
}
