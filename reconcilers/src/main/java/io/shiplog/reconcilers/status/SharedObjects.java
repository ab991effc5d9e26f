package io.shiplog.reconcilers.status;

import io.shiplog.journal.streams.InMemoryStoreBuilder;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.streams.Unread;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The objects of some resources as all tasks of an application see them: a global store. Kafka Streams' global thread
 * writes it; tasks read it and are told what changed, both without locks.
 */
final class SharedObjects implements StateStore {
    private final String name;
    private final ConcurrentMap<ObjectRef, StoredObject> objects = new ConcurrentHashMap<>();
    private final List<Consumer<StateRecord>> subscribers = new CopyOnWriteArrayList<>();
    private volatile boolean open;
    private volatile @Nullable Unread unread;

    private SharedObjects(String name) {
        this.name = name;
    }

    /** Objects that a task of the same thread shares; nothing is known until {@link #sharing} says so. */
    static SharedObjects local() {
        return new SharedObjects("local");
    }

    static StoreBuilder<SharedObjects> builder(String name) {
        return new InMemoryStoreBuilder<>(name, () -> new SharedObjects(name));
    }

    /** The processor that feeds the store called {@code name}, when it is restored and from then on. */
    static Processor<byte[], byte[], Void, Void> feeding(Predicate<GroupResource> shared, String name) {
        return new Processor<>() {
            private @Nullable SharedObjects objects;

            private @Nullable ProcessorContext<Void, Void> context;

            @Override
            public void init(ProcessorContext<Void, Void> taskContext) {
                context = taskContext;
                SharedObjects store = taskContext.getStateStore(name);
                store.unread = Unread.ofThisThread();
                objects = store;
            }

            @Override
            public void process(Record<byte[], byte[]> record) {
                Unread.ofThisThread()
                        .taken(Objects.requireNonNull(context).recordMetadata().orElse(null), record.timestamp());
                if (objects != null
                        && !StateRecordFormat.isPosition(record.key())
                        && shared.test(StateRecordFormat.object(record.key()).resource())) {
                    objects.put(StateRecordFormat.read(record.key(), record.value(), record.headers()));
                }
            }
        };
    }

    /** The processor that shares what its task knows of the cluster. */
    Processor<ObjectRef, StateRecord, Void, Void> sharing(Predicate<GroupResource> shared) {
        return new Processor<>() {
            @Override
            public void init(ProcessorContext<Void, Void> context) {
                objects.clear();
                unread = Unread.ofThisThread();
                for (StoredObject object : ViewTopology.store(context).objects()) {
                    if (shared.test(object.resource())) {
                        objects.put(new ObjectRef(object.resource(), object.key()), object);
                    }
                }
                open = true;
            }

            @Override
            public void process(Record<ObjectRef, StateRecord> record) {
                if (shared.test(record.value().resource())) {
                    put(record.value());
                }
            }

            @Override
            public void close() {
                SharedObjects.this.close();
            }
        };
    }

    @Nullable
    StoredObject get(ObjectRef ref) {
        return objects.get(ref);
    }

    /** How old what is known here is at {@code nowMillis}; zero when nothing is left to read. */
    Duration behind(long nowMillis) {
        Unread reading = unread;
        return reading == null ? Duration.ZERO : reading.behind(nowMillis);
    }

    /** The keys of all objects of a resource, at some moment of the call. */
    Collection<ObjectKey> keys(GroupResource resource) {
        return objects.keySet().stream()
                .filter(ref -> ref.resource().equals(resource))
                .map(ObjectRef::key)
                .toList();
    }

    /** Has {@code subscriber} told of every record that changes something from now on, on the global thread. */
    void subscribe(Consumer<StateRecord> subscriber) {
        subscribers.add(subscriber);
    }

    void unsubscribe(Consumer<StateRecord> subscriber) {
        subscribers.remove(subscriber);
    }

    private void put(StateRecord record) {
        StoredObject known = objects.get(record.ref());
        if (known != null && record.resourceVersion() <= known.resourceVersion()) {
            return;
        }
        StoredObject object = record.stored();
        if (object == null) {
            objects.remove(record.ref());
        } else {
            objects.put(record.ref(), object);
        }
        for (Consumer<StateRecord> subscriber : subscribers) {
            subscriber.accept(record);
        }
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        // Kafka Streams restores a global store through its processor, which gets the headers; the callback is not
        // used.
        context.register(root, (_, _) -> {});
        open = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        open = false;
        objects.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
