package io.shiplog.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.shiplog.journal.streams.Buckets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the proxy tells of itself, under kube-proxy's names (pkg/proxy/metrics, v1.34). The follower's thread and the
 * one that installs rules write it, anybody reads it.
 */
final class ProxyMeters {
    private static final double MILLIS_PER_SECOND = 1000;

    /** From 1 ms to 16.4 s. */
    private static final Duration[] SYNCS = Buckets.exponential(Duration.ofMillis(1), 2, 15);

    /** A quarter and half a second, every second of the first minute, then ever wider: up to five minutes. */
    private static final Duration[] PROGRAMMING = Stream.of(
                    IntStream.of(250, 500),
                    IntStream.rangeClosed(1, 59).map(seconds -> seconds * 1000),
                    IntStream.range(0, 12).map(step -> 60_000 + step * 5_000),
                    IntStream.range(0, 7).map(step -> 120_000 + step * 30_000))
            .flatMap(IntStream::boxed)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer syncs;
    private final Timer programming;
    private final Counter failures;
    private final Counter changes;
    private volatile long syncedMillis;
    private volatile long queuedMillis;
    /** When the first change came that is not installed yet, 0 when all are. */
    private volatile long pendingNanos;

    ProxyMeters(MeterRegistry registry) {
        syncs = Timer.builder("kubeproxy.sync.proxy.rules.duration")
                .description("SyncProxyRules latency")
                .serviceLevelObjectives(SYNCS)
                .register(registry);
        programming = Timer.builder("kubeproxy.network.programming.duration")
                .description(
                        "In cluster network programming latency, from when a change was read until it was installed")
                .serviceLevelObjectives(PROGRAMMING)
                .register(registry);
        failures = Counter.builder("shiplog.proxy.sync.failures")
                .description("Rules that could not be installed and were tried again")
                .register(registry);
        changes = Counter.builder("kubeproxy.sync.proxy.rules.service.changes")
                .description("Cumulative number of proxy rules Service changes")
                .register(registry);
        Gauge.builder(
                        "kubeproxy.sync.proxy.rules.last.timestamp.seconds",
                        this,
                        meters -> meters.syncedMillis / MILLIS_PER_SECOND)
                .description("The last time proxy rules were successfully synced")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "kubeproxy.sync.proxy.rules.last.queued.timestamp.seconds",
                        this,
                        meters -> meters.queuedMillis / MILLIS_PER_SECOND)
                .description("The last time a sync of proxy rules was queued")
                .strongReference(true)
                .register(registry);
    }

    void changed() {
        changes.increment();
        queuedMillis = System.currentTimeMillis();
        if (pendingNanos == 0) {
            pendingNanos = System.nanoTime();
        }
    }

    /**
     * Rules were installed.
     *
     * @param began as {@code System.nanoTime} said: what came before that is in them
     */
    void synced(long began) {
        long now = System.nanoTime();
        syncs.record(now - began, TimeUnit.NANOSECONDS);
        syncedMillis = System.currentTimeMillis();
        long pending = pendingNanos;
        if (pending != 0 && pending <= began) {
            pendingNanos = 0;
            programming.record(now - pending, TimeUnit.NANOSECONDS);
        }
    }

    void failed() {
        failures.increment();
    }
}
