package io.shiplog.journal.kafka;

import io.shiplog.journal.ObjectRef;
import io.shiplog.journal.Proofs;
import io.shiplog.journal.State;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.view.StateRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a booting replica has read of the state topics: per object its newest record up to J, and how far it is proven beyond. */
final class BootLoad {
    private static final class Entry {
        long version = -1;
        @Nullable StoredObject object;
        Proofs.@Nullable Newest proven;
    }

    private final long committed;
    private final Map<ObjectRef, Entry> entries = new HashMap<>();

    /** @param committed J, the materializer's committed journal offset, which is also the highest resourceVersion below it */
    BootLoad(long committed) {
        this.committed = committed;
    }

    void add(StateRecord record) {
        Entry entry = entries.computeIfAbsent(new ObjectRef(record.resource(), record.key()), ref -> new Entry());
        if (record.resourceVersion() > committed) {
            Proofs.Newest known = entry.proven;
            if (known == null || record.resourceVersion() > known.resourceVersion()) {
                entry.proven = new Proofs.Newest(record.resourceVersion(), record.object() != null);
            }
        } else if (record.resourceVersion() > entry.version) {
            entry.version = record.resourceVersion();
            entry.object = record.stored();
        }
    }

    State state() {
        List<StoredObject> objects = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.object != null) {
                objects.add(entry.object);
            }
        }
        return State.of(objects, committed);
    }

    /** The newest record of each object that has a record newer than J. */
    Map<ObjectRef, Proofs.Newest> proven() {
        Map<ObjectRef, Proofs.Newest> proven = new HashMap<>();
        entries.forEach((object, entry) -> {
            if (entry.proven != null) {
                proven.put(object, entry.proven);
            }
        });
        return proven;
    }
}
