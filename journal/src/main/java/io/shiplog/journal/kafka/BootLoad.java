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

/**
 * What a booting replica has read of the state topic: J, the newest position in it, per object its newest record up to J, and
 * what is proven beyond.
 */
final class BootLoad implements StateTopic.Reader {
    private static final class Entry {
        long version = -1;

        @Nullable
        StoredObject object;
    }

    private final Map<ObjectRef, Entry> entries = new HashMap<>();
    private List<StateRecord> beyond = new ArrayList<>();
    private long committed;

    @Override
    public void object(StateRecord record, boolean more) {
        if (record.resourceVersion() > committed) {
            beyond.add(record);
        } else {
            enter(record);
        }
    }

    @Override
    public void position(long resourceVersion) {
        if (resourceVersion > committed) {
            committed = resourceVersion;
            List<StateRecord> before = beyond;
            beyond = new ArrayList<>();
            before.forEach(record -> object(record, false));
        }
    }

    private void enter(StateRecord record) {
        Entry entry = entries.computeIfAbsent(record.ref(), _ -> new Entry());
        if (record.resourceVersion() > entry.version) {
            entry.version = record.resourceVersion();
            entry.object = record.stored();
        }
    }

    /** J: everything that took effect up to this resourceVersion was read; also the journal offset to go on from. */
    long committed() {
        return committed;
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
        var proofs = new Proofs();
        for (StateRecord record : beyond) {
            proofs.add(record.ref(), record.resourceVersion(), record.proposal(), record.object() != null);
        }
        return proofs;
    }
}
