package io.shiplog.scheduler.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.shiplog.journal.streams.Buckets;
import io.shiplog.scheduler.loop.SchedulerLoop.Outcome;
import io.shiplog.scheduler.queue.SchedulingQueue;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * What the scheduler tells of itself, under upstream's names (pkg/scheduler/metrics, v1.34) where upstream has one. The
 * loop's thread writes it, anybody reads it.
 */
public final class SchedulerMeters {
    private static final String PROFILE = "default-scheduler";

    /** From 1 ms to 16.4 s, as upstream's. */
    private static final Duration[] DURATIONS = Buckets.exponential(Duration.ofMillis(1), 2, 15);

    private final Map<Outcome, Counter> attempts = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Timer> durations = new EnumMap<>(Outcome.class);
    private final Counter refusals;
    private volatile SchedulingQueue queue = SchedulingQueue.EMPTY;
    private long startedNanos;

    SchedulerMeters(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            String result = outcome.name().toLowerCase(Locale.ROOT);
            attempts.put(
                    outcome,
                    Counter.builder("scheduler.schedule.attempts")
                            .description("Number of attempts to schedule pods, by the result")
                            .tag("profile", PROFILE)
                            .tag("result", result)
                            .register(registry));
            durations.put(
                    outcome,
                    Timer.builder("scheduler.scheduling.attempt.duration")
                            .description(
                                    "Scheduling attempt latency (scheduling algorithm and the proposal of its result)")
                            .tag("profile", PROFILE)
                            .tag("result", result)
                            .serviceLevelObjectives(DURATIONS)
                            .register(registry));
        }
        refusals = Counter.builder("shiplog.loop.refusals")
                .description("Proposals that were refused or lost")
                .tag("name", SchedulerTopology.APPLICATION)
                .register(registry);
        pending(registry, "active", SchedulingQueue::activeCount);
        pending(registry, "backoff", SchedulingQueue::backingOffCount);
        pending(registry, "unschedulable", SchedulingQueue::unschedulableCount);
        pending(registry, "gated", SchedulingQueue::gatedCount);
    }

    private void pending(MeterRegistry registry, String stage, ToIntFunction<SchedulingQueue> count) {
        Gauge.builder("scheduler.pending.pods", this, meters -> count.applyAsInt(meters.queue))
                .description("Number of pending pods, by the queue type")
                .tag("queue", stage)
                .strongReference(true)
                .register(registry);
    }

    void trying() {
        startedNanos = System.nanoTime();
    }

    void tried(Outcome outcome) {
        Counter counter = attempts.get(outcome);
        Timer timer = durations.get(outcome);
        if (counter != null && timer != null) {
            counter.increment();
            timer.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
        }
    }

    void refused(int proposals) {
        refusals.increment(proposals);
    }

    void waiting(SchedulingQueue now) {
        queue = now;
    }
}
