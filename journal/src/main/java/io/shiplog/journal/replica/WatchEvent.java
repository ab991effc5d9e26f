package io.shiplog.journal.replica;

import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One change as watchers see it. Every watcher of a replica gets the same instance, so what is made of it is made once. */
public final class WatchEvent {
    private final Change change;
    private volatile @Nullable StoredObject deleted;
    private volatile @Nullable Object encoded;

    public WatchEvent(Change change) {
        this.change = change;
    }

    /** What the change did to the object: before and after tell a selector whether it came, stayed or went. */
    public Change change() {
        return change;
    }

    public long resourceVersion() {
        return change.resourceVersion();
    }

    /** The size of the object that the change left behind or took away. */
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
     * The object as it was before, under this change's resourceVersion: what a watcher sees of an object that was deleted, or
     * that no longer matches its selector.
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
        }
        return known;
    }

    /** What {@code encoder} makes of this event, kept for the next watcher that asks for the same type. Shared: nobody changes it. */
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
