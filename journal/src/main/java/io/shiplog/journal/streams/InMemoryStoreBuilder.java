package io.shiplog.journal.streams;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builds stores that live in memory and have no changelog of their own, because the topic they mirror is one.
 *
 * @param name the store's name
 * @param store makes a store, one per task
 */
public record InMemoryStoreBuilder<T extends StateStore>(String name, Supplier<T> store) implements StoreBuilder<T> {
    @Override
    public T build() {
        return store.get();
    }

    @Override
    public StoreBuilder<T> withCachingEnabled() {
        throw new UnsupportedOperationException("the store " + name + " is in memory already");
    }

    @Override
    public StoreBuilder<T> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("the topic that the store " + name + " mirrors is its changelog");
    }

    @Override
    public StoreBuilder<T> withLoggingDisabled() {
        return this;
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
        return false;
    }
}
