package io.shiplog.journal.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * What one loop tells of its rounds. The loop's thread writes it, anybody reads it; tasks of the same loop share it, and the last
 * to speak counts.
 */
public final class LoopMeters {
    private final Timer rounds;
    private volatile boolean open;
    private volatile boolean here;
    private volatile int backlog;
    private volatile int underway;

    LoopMeters(MeterRegistry registry, String loop) {
        this.rounds = Timer.builder("shiplog.loop.round.duration")
                .description("How long the rounds took in which the loop worked")
                .tag("loop", loop)
                .register(registry);
        Gauge.builder("shiplog.loop.backlog", this, meters -> meters.backlog)
                .description("Pieces of work that wait to be done now")
                .tag("loop", loop)
                .register(registry);
        Gauge.builder("shiplog.loop.proposals.underway", this, meters -> meters.underway)
                .description("Proposals whose outcome is not known yet")
                .tag("loop", loop)
                .register(registry);
        Gauge.builder("shiplog.loop.open", this, meters -> meters.open ? 1 : 0)
                .description("Whether the loop has read all that had happened when it started, and decides")
                .tag("loop", loop)
                .register(registry);
    }

    void closed() {
        here = true;
        open = false;
    }

    void opened() {
        open = true;
    }

    void worked(long nanos, int leftOver, int notBack) {
        rounds.record(nanos, TimeUnit.NANOSECONDS);
        backlog = leftOver;
        underway = notBack;
    }

    /** Whether the loop decides, if it runs here at all. */
    boolean decides() {
        return !here || open;
    }
}
