package io.shiplog.journal.streams;

import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.Tombstones;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The latest record of every object of one state topic, in memory. The topic is the store's changelog: a task that
 * starts, resumes or moves finds its records here, and what comes later is put by the processor that reads the topic.
 *
 * <p>Restoring needs the records' headers, which only Kafka Streams' own callback type hands out: this class is the only
 * place that uses that type. The restoring thread and the task's thread use the store one after the other, never at once.
 */
public final class ViewStore implements StateStore {
    private final GroupResource resource;
    private final String name;
    private final Map<ObjectKey, StateRecord> records = new HashMap<>();
    private final Tombstones<ObjectKey> tombstones = new Tombstones<>();
    private boolean open;

    private ViewStore(GroupResource resource, String name) {
        this.resource = resource;
        this.name = name;
    }

    /** Builds the store of {@code resource} under {@code name}. */
    static StoreBuilder<ViewStore> builder(GroupResource resource, String name) {
        return new InMemoryStoreBuilder<>(name, () -> new ViewStore(resource, name));
    }

    /** Takes a record unless a newer one of its key is known. */
    void put(StateRecord record) {
        StateRecord known = records.get(record.key());
        long version = known == null ? tombstones.resourceVersion(record.key()) : known.resourceVersion();
        if (record.resourceVersion() <= version) {
            return;
        }
        if (record.object() == null) {
            records.remove(record.key());
            tombstones.add(record.key(), record.resourceVersion());
        } else {
            records.put(record.key(), record);
            tombstones.remove(record.key());
        }
    }

    /** The records of the objects that exist, in no particular order. */
    public Collection<StateRecord> records() {
        return Collections.unmodifiableCollection(records.values());
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        records.clear();
        tombstones.clear();
        RecordBatchingStateRestoreCallback restore = batch -> {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                put(StateRecordFormat.read(resource, record.key(), record.value(), record.headers()));
            }
        };
        context.register(root, restore);
        open = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        open = false;
        records.clear();
        tombstones.clear();
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
