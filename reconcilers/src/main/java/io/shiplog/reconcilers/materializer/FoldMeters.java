package io.shiplog.reconcilers.materializer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * What the materializer tells of its fold, beside how many records it has still to read. The task's thread writes it,
 * anybody reads it; a materializer that is started again goes on with it.
 */
public final class FoldMeters {
    private final Counter accepted;
    private final Counter refused;
    private final Counter rewritten;
    private final Timer folds;
    private volatile long folded;
    private volatile long certain;
    private volatile long delayMillis;

    /** @param registry where they are looked for */
    public FoldMeters(MeterRegistry registry) {
        accepted = proposals(registry, "accepted");
        refused = proposals(registry, "refused");
        rewritten = Counter.builder("shiplog.fold.rewritten.records")
                .description("State records that were written again, because another process wrote over them")
                .register(registry);
        folds = Timer.builder("shiplog.fold.duration")
                .description("How long it took to fold a proposal and hand on what it changed")
                .register(registry);
        Gauge.builder("shiplog.fold.resource.version", this, meters -> meters.folded)
                .description("Up to where the journal is folded")
                .register(registry);
        Gauge.builder("shiplog.fold.uncertain", this, meters -> Math.max(0, meters.folded - meters.certain))
                .description("How much of that has not been read back from the state topic")
                .register(registry);
        Gauge.builder("shiplog.fold.delay.seconds", this, meters -> meters.delayMillis / 1000.0)
                .description("How long the proposal that was folded last had been in the journal")
                .register(registry);
    }

    private static Counter proposals(MeterRegistry registry, String verdict) {
        return Counter.builder("shiplog.fold.proposals")
                .description("Proposals of the journal that took effect, and that did not")
                .tag("verdict", verdict)
                .register(registry);
    }

    /**
     * A proposal was folded.
     *
     * @param resourceVersion up to where all is folded now
     * @param ageMillis how long it had been in the journal
     */
    void folded(boolean tookEffect, long nanos, long resourceVersion, long ageMillis) {
        (tookEffect ? accepted : refused).increment();
        folds.record(nanos, TimeUnit.NANOSECONDS);
        folded = resourceVersion;
        delayMillis = Math.max(0, ageMillis);
    }

    /** Everything up to {@code resourceVersion} lies in the state topic. */
    void certain(long resourceVersion) {
        certain = resourceVersion;
    }

    void rewritten() {
        rewritten.increment();
    }
}
