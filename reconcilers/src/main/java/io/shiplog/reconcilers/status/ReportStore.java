package io.shiplog.reconcilers.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.streams.InMemoryStoreBuilder;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** The latest report of every key in one partition of a topic of reports, in memory; the topic is its changelog. */
final class ReportStore implements StateStore {
    private final String name;
    private final Map<String, byte[]> reports = new HashMap<>();
    private boolean open;

    private ReportStore(String name) {
        this.name = name;
    }

    static StoreBuilder<ReportStore> builder(String name) {
        return new InMemoryStoreBuilder<>(name, () -> new ReportStore(name));
    }

    void put(String key, byte @Nullable [] value) {
        if (value == null) {
            reports.remove(key);
        } else {
            reports.put(key, value);
        }
    }

    Map<String, byte[]> reports() {
        return Collections.unmodifiableMap(reports);
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        reports.clear();
        StateRestoreCallback restore = (key, value) -> put(new String(key, UTF_8), value);
        context.register(root, restore);
        open = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        open = false;
        reports.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
