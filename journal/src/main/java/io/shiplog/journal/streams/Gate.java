package io.shiplog.journal.streams;

/**
 * Whether an application knows enough to decide. One that decides before it has read what was decided until now gives room
 * away twice, or takes for gone what it has not yet seen.
 * Used by one thread.
 */
public interface Gate extends AutoCloseable {
    /** Called after each record: the record at {@code offset} of a state topic has been taken in. */
    void taken(String topic, long offset);

    /** Whether deciding may begin. Does not block; stays open once it was. */
    boolean open();

    @Override
    void close();

    /** A gate that is always open, for tests that hand in everything themselves. */
    static Gate alwaysOpen() {
        return new Gate() {
            @Override
            public void taken(String topic, long offset) {}

            @Override
            public boolean open() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
