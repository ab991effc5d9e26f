package io.shiplog.reconcilers.objects;

import io.shiplog.objects.StoredObject;

/**
 * How many pods a controller makes in one proposal: few round trips for many, and the first run while others are made.
 */
public final class CreationChunk {
    /** The most, however small they are. */
    public static final int PODS = 250;

    /** What they may have together, a third of what a proposal may have. */
    private static final int BYTES = 1 << 20;

    private CreationChunk() {}

    /**
     * Of the pods of an owner.
     *
     * @param owner has the template, and so is about as large as a pod
     * @param addedBytes what a pod has beside its template, roughly
     */
    public static int of(StoredObject owner, int addedBytes) {
        return Math.clamp(BYTES / (owner.json().length + addedBytes), 1, PODS);
    }
}
