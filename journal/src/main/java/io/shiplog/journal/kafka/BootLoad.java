package io.shiplog.journal.kafka;

import io.shiplog.journal.Proofs;
import io.shiplog.journal.State;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a booting replica has read of the state topics: per object its newest record up to J, and how far it is proven beyond. */
final class BootLoad {
    private static final class Entry {
        long version = -1;

        @Nullable
        StoredObject object;
    }

    private final long committed;
    private final Map<ObjectRef, Entry> entries = new HashMap<>();
    private final Proofs proofs = new Proofs();

    /** @param committed J, the materializer's committed journal offset, which is also the highest resourceVersion below it */
    BootLoad(long committed) {
        this.committed = committed;
    }

    void add(StateRecord record) {
        if (record.resourceVersion() > committed) {
            proofs.add(record.ref(), record.resourceVersion(), record.proposal(), record.object() != null);
            return;
        }
        Entry entry = entries.computeIfAbsent(record.ref(), ref -> new Entry());
        if (record.resourceVersion() > entry.version) {
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

    /** The records that are newer than J. */
    Proofs proofs() {
        return proofs;
    }
}
