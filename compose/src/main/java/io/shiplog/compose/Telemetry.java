package io.shiplog.compose;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shiplog.journal.streams.Instruments;

/**
 * What the roles of one process tell of themselves. Thread-safe.
 *
 * @param registry everything, in Prometheus' format
 * @param instruments where Streams applications and their loops tell it
 */
public record Telemetry(PrometheusMeterRegistry registry, Instruments instruments) {
    /** For a new process or cluster. */
    public static Telemetry create() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Telemetry(registry, new Instruments(registry));
    }
}
