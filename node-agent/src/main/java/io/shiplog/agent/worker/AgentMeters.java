package io.shiplog.agent.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** How long the work on pods takes, under the kubelet's names (pkg/kubelet/metrics, v1.34). Thread-safe. */
public final class AgentMeters {
    private static final Duration[] STARTS = seconds(
            0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 45, 60, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800, 2700,
            3600);
    /** The Prometheus client's own. */
    private static final Duration[] USUAL = seconds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10);

    private final Timer starts;
    private final Timer syncs;
    private final Timer endings;

    public AgentMeters(MeterRegistry registry) {
        starts = Timer.builder("kubelet.pod.start.duration")
                .description(
                        "Duration in seconds from kubelet seeing a pod for the first time to the pod starting to run")
                .serviceLevelObjectives(STARTS)
                .register(registry);
        syncs = worker(registry, "sync");
        endings = worker(registry, "terminating");
    }

    /** Meters that nobody looks at. */
    public static AgentMeters unread() {
        return new AgentMeters(new SimpleMeterRegistry());
    }

    private static Timer worker(MeterRegistry registry, String operation) {
        return Timer.builder("kubelet.pod.worker.duration")
                .description("Duration in seconds to sync a single pod")
                .tag("operation_type", operation)
                .serviceLevelObjectives(USUAL)
                .register(registry);
    }

    private static Duration[] seconds(double... bounds) {
        return DoubleStream.of(bounds)
                .mapToObj(bound -> Duration.ofMillis(Math.round(bound * 1000)))
                .toArray(Duration[]::new);
    }

    void started(Duration after) {
        starts.record(after);
    }

    void turned(long nanos, boolean ending) {
        (ending ? endings : syncs).record(nanos, TimeUnit.NANOSECONDS);
    }
}
