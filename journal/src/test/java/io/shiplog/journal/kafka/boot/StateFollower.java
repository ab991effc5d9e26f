package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.Contents;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.view.Prefix;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.Tombstones;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Loads the state topic and then follows it, for tests that look at what there is. It
 * runs on a thread of its own, which calls the listener. Outages of Kafka are waited out.
 */
public final class StateFollower implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int BATCH = 1_000;

    /** What a follower calls, on its thread. */
    public interface Listener {
        /**
         * Objects are new, changed or gone: what one or several proposals did, in the order of the journal; per object
         * each version at most once, some left out.
         */
        void changed(List<StateRecord> records);

        /**
         * Everything that the topic held when the follower started has been given. Called once, unless {@link #failed}
         * is.
         */
        void loaded();

        /** The follower has ended for good. Called at most once, last. */
        void failed(Throwable fault);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final ClusterConfig cluster;
    private final Predicate<GroupResource> watched;
    private final Listener listener;
    private final Thread thread;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    /** The highest version seen of each object that exists: an older record may come after a newer one. */
    private final Map<ObjectRef, Long> versions = new HashMap<>();

    private final Tombstones<ObjectRef> tombstones = new Tombstones<>();
    private final Prefix prefix = new Prefix();

    private volatile boolean closed;

    private StateFollower(ClusterConfig cluster, Predicate<GroupResource> watched, Listener listener) {
        this.cluster = cluster;
        this.watched = watched;
        this.listener = listener;
        this.consumer = JournalClients.consumer(cluster);
        this.thread = Thread.ofPlatform().daemon().name("state-follower").unstarted(this::run);
    }

    /** Starts to load the objects of the resources that are {@code watched}, and then to follow them. */
    public static StateFollower start(ClusterConfig cluster, Predicate<GroupResource> watched, Listener listener) {
        StateFollower follower = new StateFollower(cluster, watched, listener);
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
                Batch batch = new Batch();
                consumer.poll(POLL).forEach(record -> StateTopic.tell(record, batch));
                batch.give();
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
        Batch batch = new Batch();
        StateTopic.read(consumer, cluster, TIMEOUT, batch);
        batch.give();
    }

    /** What the listener is told at once. */
    private final class Batch implements StateTopic.Reader {
        private List<StateRecord> newer = new ArrayList<>();

        @Override
        public void object(StateRecord record, boolean more) {
            add(prefix.take(record, more));
        }

        @Override
        public void position(long resourceVersion, @Nullable Contents contents) {
            add(prefix.reached(resourceVersion));
        }

        private void add(List<StateRecord> complete) {
            for (StateRecord record : complete) {
                if (watched.test(record.resource()) && isNewer(record)) {
                    newer.add(record);
                }
            }
            if (newer.size() >= BATCH) {
                give();
            }
        }

        void give() {
            if (!newer.isEmpty()) {
                listener.changed(List.copyOf(newer));
                newer = new ArrayList<>();
            }
        }
    }

    /** Whether nothing as new is known of the record's object; from now on it is. */
    private boolean isNewer(StateRecord record) {
        ObjectRef object = record.ref();
        Long alive = versions.get(object);
        long known = alive != null ? alive : tombstones.resourceVersion(object);
        if (record.resourceVersion() <= known) {
            return false;
        }
        if (record.object() == null) {
            versions.remove(object);
            tombstones.add(object, record.resourceVersion());
        } else {
            versions.put(object, record.resourceVersion());
            tombstones.remove(object);
        }
        return true;
    }

    private void fail(Throwable fault) {
        loaded.completeExceptionally(fault);
        listener.failed(fault);
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
