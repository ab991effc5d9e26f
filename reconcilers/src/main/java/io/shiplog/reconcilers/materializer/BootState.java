package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.State;

/** Where a materializer takes up the journal. */
@FunctionalInterface
public interface BootState {
    /** The state up to the offset that the materializer's consumer group has committed; the empty state if it has none. */
    State load();
}
