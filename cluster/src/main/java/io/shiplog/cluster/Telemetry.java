package io.shiplog.cluster;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shiplog.journal.kafka.log.JournalDecoder;
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
        FunctionCounter.builder("shiplog.journal.unreadable.records", registry, _ -> JournalDecoder.unreadable())
                .description("Records of the journal that are no proposals, and are refused")
                .register(registry);
        return new Telemetry(registry, new Instruments(registry));
    }
}
