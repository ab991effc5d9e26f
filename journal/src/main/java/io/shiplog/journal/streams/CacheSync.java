package io.shiplog.journal.streams;

import java.util.function.BooleanSupplier;

/**
 * Whether an application knows enough to decide. One that decides before it has read what was decided until now gives
 * room away twice, or takes for gone what it has not yet seen. Used by one thread.
 */
public interface CacheSync extends AutoCloseable {
    /**
     * Whether deciding may begin. Does not block; stays true once it was.
     *
     * @param resourceVersion up to where the application has taken in all that took effect
     */
    boolean hasSynced(long resourceVersion);

    @Override
    void close();

    /** Complete from the start, for tests that hand in everything themselves. */
    static CacheSync complete() {
        return when(() -> true);
    }

    /** Complete when {@code synced} says so, whatever was read. */
    static CacheSync when(BooleanSupplier synced) {
        return new CacheSync() {
            @Override
            public boolean hasSynced(long resourceVersion) {
                return synced.getAsBoolean();
            }

            @Override
            public void close() {}
        };
    }
}
