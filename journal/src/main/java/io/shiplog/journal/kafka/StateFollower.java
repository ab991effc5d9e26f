package io.shiplog.journal.kafka;

import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.Tombstones;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Loads state topics and then follows them, for readers that propose nothing and need no replica: the proxy, tools. It
 * runs on a thread of its own, which calls the listener. Outages of Kafka are waited out.
 */
public final class StateFollower implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(5);

    /** What a follower calls, on its thread. */
    public interface Listener {
        /** Objects are new, changed or gone; per object in the order of their versions, each version at most once, some left out. */
        void changed(List<StateRecord> records);

        /** Everything that the topics held when the follower started has been given. Called once, unless {@link #failed} is. */
        void loaded();

        /** The follower has ended for good. Called at most once, last. */
        void failed(Throwable fault);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final ClusterConfig cluster;
    private final List<GroupResource> resources;
    private final Map<String, GroupResource> byTopic;
    private final Listener listener;
    private final Thread thread;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    /** The highest version seen of each object that exists: an older record may come after a newer one. */
    private final Map<ObjectRef, Long> versions = new HashMap<>();

    private final Tombstones<ObjectRef> tombstones = new Tombstones<>();

    private volatile boolean closed;

    private StateFollower(ClusterConfig cluster, Collection<GroupResource> resources, Listener listener) {
        this.cluster = cluster;
        this.resources = List.copyOf(resources);
        this.byTopic = StateTopics.byTopic(cluster, resources);
        this.listener = listener;
        this.consumer = JournalClients.consumer(cluster);
        this.thread = Thread.ofPlatform().daemon().name("state-follower").unstarted(this::run);
    }

    /** Starts to load the state topics of {@code resources}, which exist, and then to follow them. */
    public static StateFollower start(ClusterConfig cluster, Collection<GroupResource> resources, Listener listener) {
        StateFollower follower = new StateFollower(cluster, resources, listener);
        follower.thread.start();
        return follower;
    }

    /** Completes when the listener was told that everything is loaded; fails with the follower. */
    public CompletableFuture<Void> loaded() {
        return loaded.copy();
    }

    private void run() {
        try (consumer) {
            load();
            listener.loaded();
            loaded.complete(null);
            while (!closed) {
                List<StateRecord> batch = new ArrayList<>();
                consumer.poll(POLL).forEach(record -> {
                    GroupResource resource = byTopic.get(record.topic());
                    if (resource != null) {
                        keepNewer(StateTopics.parse(resource, record), batch);
                    }
                });
                if (!batch.isEmpty()) {
                    listener.changed(List.copyOf(batch));
                }
            }
        } catch (WakeupException | InterruptException e) {
            if (!closed) {
                fail(e);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            loaded.completeExceptionally(new IllegalStateException("the follower was closed"));
        }
    }

    private void load() {
        List<StateRecord> batch = new ArrayList<>();
        StateTopics.read(consumer, cluster, resources, TIMEOUT, record -> {
            keepNewer(record, batch);
            if (batch.size() >= 1_000) {
                listener.changed(List.copyOf(batch));
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            listener.changed(List.copyOf(batch));
        }
    }

    private void keepNewer(StateRecord record, List<StateRecord> batch) {
        ObjectRef object = record.ref();
        Long alive = versions.get(object);
        long known = alive != null ? alive : tombstones.resourceVersion(object);
        if (record.resourceVersion() <= known) {
            return;
        }
        if (record.object() == null) {
            versions.remove(object);
            tombstones.add(object, record.resourceVersion());
        } else {
            versions.put(object, record.resourceVersion());
            tombstones.remove(object);
        }
        batch.add(record);
    }

    private void fail(Throwable fault) {
        loaded.completeExceptionally(fault);
        listener.failed(fault);
    }

    @Override
    public void close() {
        closed = true;
        ConsumerThreads.wakeAndJoin(consumer, thread);
    }
}
