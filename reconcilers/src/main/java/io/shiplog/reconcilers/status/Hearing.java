package io.shiplog.reconcilers.status;

/** Whether reports that nodes send now can be heard at all: while Kafka is away, nobody is silent. */
@FunctionalInterface
public interface Hearing {
    /** Does not block, and is asked often. Used by one thread. */
    boolean works();
}
