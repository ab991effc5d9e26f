package io.shiplog.resources.write;

import org.jspecify.annotations.Nullable;

/**
 * How an object is to be deleted.
 *
 * @param graceSeconds how long it may take to end, null for the object's own time
 * @param uid the uid that the object must have, empty for any
 * @param resourceVersion the resourceVersion that it must have, empty for any
 */
public record DeletionOptions(
        @Nullable Long graceSeconds, String uid, String resourceVersion, Propagation propagation) {

    /** What becomes of an object's dependents. */
    public enum Propagation {
        /** What the object's finalizers say, or else what is usual for its kind. */
        UNSAID,
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    /** As upstream's controllers delete: with the object's own grace, dependents going later. */
    public static final DeletionOptions BACKGROUND = of(Propagation.BACKGROUND);

    public static DeletionOptions of(Propagation propagation) {
        return new DeletionOptions(null, "", "", propagation);
    }

    /** These, without waiting for the object to end by itself. */
    public DeletionOptions atOnce() {
        return new DeletionOptions(0L, uid, resourceVersion, propagation);
    }
}
