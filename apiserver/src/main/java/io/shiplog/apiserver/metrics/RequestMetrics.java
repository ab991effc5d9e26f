package io.shiplog.apiserver.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests by verb and resource, and the watches that are open. Thread-safe. */
public final class RequestMetrics {
    private record Labels(String verb, String resource) {}

    private final PrometheusMeterRegistry registry;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();
    private final AtomicInteger watches = new AtomicInteger();

    /** @param registry where they are looked for, beside what else the process tells */
    public RequestMetrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
        registry.gauge("apiserver_longrunning_requests", watches);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process_cpu_seconds_total", system, used -> used.getProcessCpuTime() / 1e9)
                    .description("Total user and system CPU time spent in seconds")
                    .register(registry);
        }
    }

    /** Records one request that took this long. */
    public void record(String verb, String resource, long nanos) {
        timers.computeIfAbsent(new Labels(verb, resource), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    public void watchOpened() {
        watches.incrementAndGet();
    }

    public void watchClosed() {
        watches.decrementAndGet();
    }

    /** Everything in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    private Timer timer(Labels labels) {
        return Timer.builder("apiserver_request_duration")
                .description("Response latency of requests by verb and resource")
                .tag("verb", labels.verb())
                .tag("resource", labels.resource())
                .register(registry);
    }
}
