package io.shiplog.journal.streams;

/**
 * Whether an application knows enough to decide. One that decides before it has read what was decided until now gives room
 * away twice, or takes for gone what it has not yet seen.
 * Used by one thread.
 */
public interface Gate extends AutoCloseable {
    /**
     * Whether deciding may begin. Does not block; stays open once it was.
     *
     * @param resourceVersion up to where the application has taken in all that took effect
     */
    boolean open(long resourceVersion);

    @Override
    void close();

    /** A gate that is always open, for tests that hand in everything themselves. */
    static Gate alwaysOpen() {
        return new Gate() {
            @Override
            public boolean open(long resourceVersion) {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
