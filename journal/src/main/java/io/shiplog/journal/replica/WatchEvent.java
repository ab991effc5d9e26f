package io.shiplog.journal.replica;

import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One change as watchers see it. Every watcher of a replica gets the same instance, so what is made of it is made once.
 *
 * <p>What it holds is counted as long as a history keeps it: the object as it was before, which nothing else has any
 * more, and what was made of the change. The object that the change left is the state's, or the one before of a later
 * change.
 */
public final class WatchEvent {
    /** What the event itself takes, and what was read of the object before, roughly. */
    private static final int OVERHEAD_BYTES = 512;

    private final Change change;
    /** How many bytes this event holds; guarded by this. */
    private long held;
    /** What the history that keeps this event holds, null while none does; guarded by this. */
    private @Nullable AtomicLong kept;

    private volatile @Nullable StoredObject deleted;
    private volatile @Nullable Object encoded;

    public WatchEvent(Change change) {
        this.change = change;
        StoredObject before = change.before();
        this.held = OVERHEAD_BYTES + (before == null ? 0 : before.json().length);
    }

    /** Notes that a history keeps this event. */
    synchronized void keep(AtomicLong bytes) {
        bytes.addAndGet(held);
        kept = bytes;
    }

    /** Notes that no history keeps this event any more. */
    synchronized void giveUp() {
        if (kept != null) {
            kept.addAndGet(-held);
            kept = null;
        }
    }

    /** Notes that something was made of this event which has so many bytes and is kept with it. */
    public synchronized void grow(int bytes) {
        held += bytes;
        if (kept != null) {
            kept.addAndGet(bytes);
        }
    }

    /** What the change did to the object: before and after tell a selector whether it came, stayed or went. */
    public Change change() {
        return change;
    }

    public long resourceVersion() {
        return change.resourceVersion();
    }

    /** The size of the object that watchers see. */
    int bytes() {
        StoredObject after = change.after();
        StoredObject kept = after != null ? after : change.before();
        return kept == null ? 0 : kept.json().length;
    }

    /** The object as it is now; of a deletion, its last state under the deletion's resourceVersion. */
    public StoredObject object() {
        StoredObject after = change.after();
        return after != null ? after : lastState();
    }

    /**
     * The object as it was before, under this change's resourceVersion: what a watcher sees of an object that was
     * deleted, or that no longer matches its selector.
     *
     * @throws IllegalStateException when the object is new
     */
    public StoredObject lastState() {
        StoredObject known = deleted;
        if (known == null) {
            StoredObject before = change.before();
            if (before == null) {
                throw new IllegalStateException("a new object has no last state: " + change.key());
            }
            known = before.at(change.resourceVersion());
            deleted = known;
            grow(known.json().length);
        }
        return known;
    }

    /**
     * What {@code encoder} makes of this event, kept for the next watcher that asks for the same type. Shared: nobody
     * changes it but by telling how it grows.
     */
    public <T> T encoded(Class<T> type, Function<WatchEvent, T> encoder) {
        Object known = encoded;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        T fresh = encoder.apply(this);
        encoded = fresh;
        return fresh;
    }

    @Override
    public String toString() {
        return (change.after() == null ? "deleted " : change.before() == null ? "added " : "modified ") + object();
    }
}
