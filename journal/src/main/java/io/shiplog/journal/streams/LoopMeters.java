package io.shiplog.journal.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one loop tells of its rounds. The loop's thread writes it, anybody reads it; tasks of the same loop share it,
 * and the last to speak counts.
 */
public final class LoopMeters {
    private final Timer rounds;
    private final AtomicInteger here = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile int backlog;
    private volatile int underway;
    /** Since when there is work that waits; 0 while there is none. */
    private volatile long behindSinceNanos;

    LoopMeters(MeterRegistry registry, String loop) {
        this.rounds = Timer.builder("shiplog.loop.round.duration")
                .description("How long the rounds took in which the loop worked")
                .tag("loop", loop)
                .register(registry);
        Gauge.builder("shiplog.loop.backlog", this, meters -> meters.backlog)
                .description("Pieces of work that wait to be done now")
                .tag("loop", loop)
                .register(registry);
        Gauge.builder("shiplog.loop.backlog.seconds", this, LoopMeters::behindSeconds)
                .description("How long pieces of work have waited without a break")
                .tag("loop", loop)
                .register(registry);
        Gauge.builder("shiplog.loop.proposals.underway", this, meters -> meters.underway)
                .description("Proposals whose outcome is not known yet")
                .tag("loop", loop)
                .register(registry);
        Gauge.builder("shiplog.loop.open", this, meters -> meters.decides() && meters.open.get() > 0 ? 1 : 0)
                .description("Whether the loop has read all that had happened when it started, and decides")
                .tag("loop", loop)
                .register(registry);
    }

    /** A task of the loop begins, and does not decide yet. */
    void came() {
        here.incrementAndGet();
    }

    /** A task of the loop decides from now on. */
    void opened() {
        open.incrementAndGet();
    }

    /**
     * A task of the loop has ended, or is another process' now.
     *
     * @param decided whether it had come so far
     */
    void left(boolean decided) {
        here.decrementAndGet();
        if (decided) {
            open.decrementAndGet();
        }
        backlog = 0;
        behindSinceNanos = 0;
        underway = 0;
    }

    void worked(long nanos, int leftOver, int notBack) {
        rounds.record(nanos, TimeUnit.NANOSECONDS);
        backlog = leftOver;
        if (leftOver == 0) {
            behindSinceNanos = 0;
        } else if (behindSinceNanos == 0) {
            behindSinceNanos = System.nanoTime();
        }
        underway = notBack;
    }

    private double behindSeconds() {
        long since = behindSinceNanos;
        return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
    }

    /** Whether each of the loop's tasks that are here decides; a loop that is elsewhere holds nobody up. */
    boolean decides() {
        return open.get() == here.get();
    }
}
