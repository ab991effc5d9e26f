package io.shiplog.reconcilers.status;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The writes that have been proposed and not seen yet, by object. One thread owns it.
 *
 * <p>Law: nothing stays in it longer than its time.
 */
final class InFlightWrites {
    /**
     * A proposed write.
     *
     * @param base the version that it replaces
     * @param until when it is taken for lost
     * @param key the key of the report that it was made of
     * @param report the value of that report, null for a write that rests on none
     * @param proposal the id of the proposal that it is part of
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Proposed(long base, Instant until, String key, byte @Nullable [] report, String proposal) {}

    private final Function<ObjectRef, @Nullable StoredObject> view;

    /** In the order of their times. */
    private final Map<ObjectRef, Proposed> writes = new LinkedHashMap<>();

    InFlightWrites(Function<ObjectRef, @Nullable StoredObject> view) {
        this.view = view;
    }

    /** Notes a write; {@code write.until()} is not before that of any noted earlier. */
    void add(ObjectRef ref, Proposed write) {
        writes.remove(ref);
        writes.put(ref, write);
    }

    /** Whether a write on the object is underway: its base is what is still there. */
    boolean contains(ObjectRef ref) {
        Proposed write = writes.get(ref);
        if (write != null && moved(ref, write)) {
            writes.remove(ref);
            return false;
        }
        return write != null;
    }

    /**
     * The write on the object that has come to its end, since its base is not there any more: it took effect or lost.
     * Null if there is none.
     */
    @Nullable
    Proposed ended(ObjectRef ref) {
        Proposed write = writes.get(ref);
        if (write == null || !moved(ref, write)) {
            return null;
        }
        writes.remove(ref);
        return write;
    }

    /** Takes out what is taken for lost at {@code now}. */
    List<Proposed> lost(Instant now) {
        List<Proposed> lost = List.of();
        Iterator<Proposed> oldest = writes.values().iterator();
        while (oldest.hasNext()) {
            Proposed write = oldest.next();
            if (write.until().isAfter(now)) {
                break;
            }
            oldest.remove();
            lost = lost.isEmpty() ? new ArrayList<>() : lost;
            lost.add(write);
        }
        return lost;
    }

    int size() {
        return writes.size();
    }

    private boolean moved(ObjectRef ref, Proposed write) {
        StoredObject stored = view.apply(ref);
        return (stored == null ? 0 : stored.resourceVersion()) != write.base();
    }
}
