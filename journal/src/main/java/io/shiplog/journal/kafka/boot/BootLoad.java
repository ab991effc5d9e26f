package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.Contents;
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
 * What a booting replica has read of the state topic: J, the newest position in it, per object its newest record up to
 * J, and what is proven beyond; and whether that is what the materializer had written there.
 */
final class BootLoad implements StateTopic.Reader {
    private static final class Entry {
        long version = -1;

        @Nullable
        StoredObject object;
    }

    private final long limit;
    private final Map<ObjectRef, Entry> entries = new HashMap<>();
    private List<StateRecord> beyond = new ArrayList<>();
    private Contents contents = Contents.NOTHING;
    private @Nullable Contents promised;
    private @Nullable StateRecord newestObject;
    private long committed;
    private long verified;

    BootLoad() {
        this(Long.MAX_VALUE);
    }

    /** @param limit takes the topic for one that ends with the position of this resourceVersion */
    BootLoad(long limit) {
        this.limit = limit;
    }

    @Override
    public void object(StateRecord record, boolean more) {
        if (record.resourceVersion() > limit) {
            return;
        }
        if (record.object() != null
                && (newestObject == null || record.resourceVersion() >= newestObject.resourceVersion())) {
            newestObject = record;
        }
        sort(record);
    }

    private void sort(StateRecord record) {
        if (record.resourceVersion() > committed) {
            beyond.add(record);
        } else {
            enter(record);
        }
    }

    @Override
    public void position(long resourceVersion, @Nullable Contents said) {
        if (resourceVersion > committed && resourceVersion <= limit) {
            committed = resourceVersion;
            promised = said;
            List<StateRecord> before = beyond;
            beyond = new ArrayList<>();
            before.forEach(this::sort);
            if (contents.equals(said)) {
                verified = resourceVersion;
            }
        }
    }

    private void enter(StateRecord record) {
        Entry entry = entries.computeIfAbsent(record.ref(), _ -> new Entry());
        if (record.resourceVersion() > entry.version) {
            StoredObject stored = record.stored();
            contents = contents.with(entry.object, stored);
            entry.version = record.resourceVersion();
            entry.object = stored;
        }
    }

    /** J: everything that took effect up to this resourceVersion was read; also the journal offset to go on from. */
    long committed() {
        return committed;
    }

    /** The newest position at which everything was there that should be; 0 for none. */
    long verified() {
        return verified;
    }

    /** The record of the highest resourceVersion that is no deletion, beyond J too. */
    @Nullable
    StateRecord newestObject() {
        return newestObject;
    }

    /** What the state should come to at J; null where nobody said so. */
    @Nullable
    Contents promised() {
        return promised;
    }

    /**
     * Whether {@code settled}, which {@link Proofs#settle} made of {@link #state}, is what the materializer had at J.
     */
    boolean isWhole(State settled) {
        return promised == null
                || contents.equals(promised)
                || Contents.of(settled).equals(promised);
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

    /** What was read of the objects up to J. */
    Contents contents() {
        return contents;
    }
}
