package io.shiplog.reconcilers.status;

/** Whether reports that nodes send now would arrive: while Kafka is away, no node counts as silent. */
@FunctionalInterface
public interface Reachability {
    /** Does not block, and is asked often. Used by one thread. */
    boolean holds();
}
