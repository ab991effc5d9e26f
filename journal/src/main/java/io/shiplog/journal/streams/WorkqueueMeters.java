package io.shiplog.journal.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.shiplog.journal.loop.QueueMetrics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * A controller's work queue as upstream's client-go tells of it (util/workqueue/metrics.go, v1.34): the same names, the
 * label {@code name} being the controller. The loop's thread writes it, anybody reads it.
 */
final class WorkqueueMeters implements QueueMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    /** From 10 ns to 1,000 s, as component-base's workqueue metrics. */
    private static final Duration[] DURATIONS = Buckets.exponential(Duration.ofNanos(10), 10, 12);

    private final Map<Object, Long> waiting = new LinkedHashMap<>();
    private final Counter adds;
    private final Counter retries;
    private final Counter refusals;
    private final Timer queued;
    private final Timer worked;
    private volatile int depth;
    /** Since when the oldest piece waits, and since when one is worked on; 0 for neither. */
    private volatile long oldestNanos;

    private volatile long startedNanos;

    WorkqueueMeters(MeterRegistry registry, String name) {
        adds = counter(registry, "workqueue.adds", name, "Total number of adds handled by workqueue");
        retries = counter(registry, "workqueue.retries", name, "Total number of retries handled by workqueue");
        refusals = counter(registry, "shiplog.loop.refusals", name, "Proposals that were refused or lost");
        queued = timer(
                registry,
                "workqueue.queue.duration",
                name,
                "How long an item stays in workqueue before it is requested");
        worked = timer(registry, "workqueue.work.duration", name, "How long processing an item from workqueue takes");
        gauge(registry, "workqueue.depth", name, "Current depth of workqueue", this, meters -> meters.depth);
        gauge(
                registry,
                "workqueue.unfinished.work.seconds",
                name,
                "How many seconds of work is in progress and has not been observed by work_duration",
                this,
                meters -> age(meters.startedNanos));
        gauge(
                registry,
                "workqueue.longest.running.processor.seconds",
                name,
                "How many seconds the longest running processor has been running",
                this,
                meters -> age(meters.startedNanos));
        gauge(
                registry,
                "shiplog.loop.oldest.seconds",
                name,
                "How many seconds the oldest item of the workqueue has waited",
                this,
                meters -> age(meters.oldestNanos));
    }

    /** Another queue of the same controller begins: nothing waits. */
    void begin() {
        waiting.clear();
        startedNanos = 0;
        report();
    }

    @Override
    public void added(Object work) {
        waiting.put(work, System.nanoTime());
        adds.increment();
        report();
    }

    @Override
    public void started(Object work) {
        long now = System.nanoTime();
        Long since = waiting.remove(work);
        if (since != null) {
            queued.record(now - since, TimeUnit.NANOSECONDS);
        }
        startedNanos = now;
        report();
    }

    @Override
    public void done(Object work) {
        worked.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
        startedNanos = 0;
    }

    @Override
    public void retried() {
        retries.increment();
    }

    @Override
    public void refused() {
        refusals.increment();
    }

    private void report() {
        depth = waiting.size();
        oldestNanos = waiting.isEmpty() ? 0 : waiting.values().iterator().next();
    }

    private static double age(long sinceNanos) {
        return sinceNanos == 0 ? 0 : (System.nanoTime() - sinceNanos) / NANOS_PER_SECOND;
    }

    private static Counter counter(MeterRegistry registry, String metric, String name, String description) {
        return Counter.builder(metric)
                .description(description)
                .tag("name", name)
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String metric, String name, String description) {
        return Timer.builder(metric)
                .description(description)
                .tag("name", name)
                .serviceLevelObjectives(DURATIONS)
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            String metric,
            String name,
            String description,
            WorkqueueMeters meters,
            ToDoubleFunction<WorkqueueMeters> value) {
        Gauge.builder(metric, meters, value)
                .description(description)
                .tag("name", name)
                .register(registry);
    }
}
