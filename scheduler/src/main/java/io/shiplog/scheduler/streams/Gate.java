package io.shiplog.scheduler.streams;

/**
 * Whether the scheduler knows enough to decide. Before it has read what was decided until now it would give room away twice.
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
