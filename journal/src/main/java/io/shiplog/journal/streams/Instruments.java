package io.shiplog.journal.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shiplog.journal.loop.QueueMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the Streams applications and loops of one process tell of themselves: in metrics, and whether they keep up. A
 * loop that is started again goes on with the same meters. Thread-safe.
 */
public final class Instruments {
    private final MeterRegistry registry;
    private final Map<String, LoopMeters> loops = new ConcurrentHashMap<>();
    private final Map<String, WorkqueueMeters> queues = new ConcurrentHashMap<>();

    /** @param registry where the metrics are looked for */
    public Instruments(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Instruments that nobody looks at. */
    public static Instruments unread() {
        return new Instruments(new SimpleMeterRegistry());
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** The meters of the loop called {@code name}. */
    public LoopMeters loop(String name) {
        return loops.computeIfAbsent(name, loop -> new LoopMeters(registry, loop));
    }

    /** The meters of a controller's work queue that begins empty, under upstream's names. */
    public QueueMetrics queue(String controller) {
        WorkqueueMeters meters = queues.computeIfAbsent(controller, name -> new WorkqueueMeters(registry, name));
        meters.begin();
        return meters;
    }

    /** Whether every loop that runs here decides. */
    public boolean decides() {
        return loops.values().stream().allMatch(LoopMeters::decides);
    }
}
