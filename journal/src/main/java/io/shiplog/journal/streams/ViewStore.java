package io.shiplog.journal.streams;

import io.shiplog.journal.view.Prefix;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.Tombstones;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the state topic that a reader asks for, in memory. The topic is the store's changelog: a task that
 * starts, resumes or moves finds its objects here, and what comes later is taken by the processor that reads the topic.
 *
 * <p>Restoring needs the records' headers, which only Kafka Streams' own callback type hands out: this class is the
 * only place that uses that type. The restoring thread and the task's thread use the store one after the other, never
 * at once.
 *
 * <p>Laws:
 * <ul>
 *   <li>what it holds is a prefix of the journal, that up to {@link #resourceVersion};
 *   <li>of every object the record of the highest resourceVersion counts.
 * </ul>
 */
public final class ViewStore implements StateStore {
    private final Predicate<GroupResource> watched;
    private final String name;
    private final Map<ObjectRef, StoredObject> objects = new HashMap<>();
    private final Tombstones<ObjectRef> tombstones = new Tombstones<>();
    private final Prefix prefix = new Prefix();
    private boolean open;

    private ViewStore(Predicate<GroupResource> watched, String name) {
        this.watched = watched;
        this.name = name;
    }

    /** Builds a store of the resources that are {@code watched}, under {@code name}. */
    static StoreBuilder<ViewStore> builder(Predicate<GroupResource> watched, String name) {
        return new InMemoryStoreBuilder<>(name, () -> new ViewStore(watched, name));
    }

    /** Takes the topic's next record; returns what is complete now and watched, in the order of the topic. */
    List<StateRecord> take(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        List<StateRecord> complete = complete(key, value, headers);
        complete.forEach(this::keep);
        return complete;
    }

    private List<StateRecord> complete(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        if (StateRecordFormat.isPosition(key)) {
            return prefix.reached(StateRecordFormat.resourceVersion(headers));
        }
        boolean more = StateRecordFormat.hasMore(headers);
        return watched.test(StateRecordFormat.object(key).resource())
                ? prefix.take(StateRecordFormat.read(key, value, headers), more)
                : prefix.skip(StateRecordFormat.resourceVersion(headers), more);
    }

    /** Keeps the record unless one as new of its object is known. */
    private void keep(StateRecord record) {
        ObjectRef ref = record.ref();
        StoredObject known = objects.get(ref);
        long version = known == null ? tombstones.resourceVersion(ref) : known.resourceVersion();
        if (record.resourceVersion() > version) {
            StoredObject object = record.stored();
            if (object == null) {
                objects.remove(ref);
                tombstones.add(ref, record.resourceVersion());
            } else {
                objects.put(ref, object);
                tombstones.remove(ref);
            }
        }
    }

    /** The objects that exist, in no particular order. */
    public Collection<StoredObject> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    /** Up to which resourceVersion everything that took effect is in this store. */
    public long resourceVersion() {
        return prefix.resourceVersion();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        clear();
        RecordBatchingStateRestoreCallback restore = batch -> {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                take(record.key(), record.value(), record.headers());
            }
        };
        context.register(root, restore);
        open = true;
    }

    private void clear() {
        objects.clear();
        tombstones.clear();
        prefix.clear();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        open = false;
        clear();
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
