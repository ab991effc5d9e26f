package io.shiplog.objects;

import org.jspecify.annotations.Nullable;

/**
 * What one accepted write did to one object.
 *
 * @param before the object until now, null if it is new
 * @param after the object from now on, null if it is deleted
 * @param resourceVersion the proposal's resourceVersion
 */
public record Change(
        @Nullable StoredObject before, @Nullable StoredObject after, long resourceVersion) {
    public Change {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change has a before or an after");
        }
    }

    public GroupResource resource() {
        return any().resource();
    }

    public ObjectKey key() {
        return any().key();
    }

    private StoredObject any() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new AssertionError("a change has a before or an after");
    }
}
