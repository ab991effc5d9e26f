package io.shiplog.journal.loop;

/**
 * What a work queue tells of itself. Called by the loop's thread.
 *
 * <p>Law: of each piece of work, {@link #added} comes before {@link #started}, and {@link #done} after it.
 */
public interface QueueMetrics {
    /** Tells nobody. */
    QueueMetrics NONE = new QueueMetrics() {};

    /** A piece of work waits from now on. */
    default void added(Object work) {}

    /** It does not wait any more: somebody works on it. */
    default void started(Object work) {}

    /** Nobody works on it any more. */
    default void done(Object work) {}

    /** It failed, or was not admitted, and is tried again later. */
    default void retried() {}

    /** What it proposed was refused or lost. */
    default void refused() {}
}
