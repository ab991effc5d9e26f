package io.shiplog.scheduler.streams;

import io.shiplog.journal.streams.CaughtUp;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import java.time.Duration;

/** Starts the scheduler's Kafka Streams application, and says what its part of a shared one is made of. */
public final class SchedulerStreams {
    /**
     * A scheduler that never starts is worse than one that starts on old news, whose bindings the accept rule still
     * guards.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SchedulerStreams() {}

    /** The scheduler's part, as every cluster runs it. */
    public static SchedulerTopology.Parts parts(StreamsSettings settings, Instruments instruments) {
        return new SchedulerTopology.Parts(
                () -> new CaughtUp(settings.cluster(), SchedulerTopology.APPLICATION, PATIENCE),
                settings.instance().hashCode(),
                instruments);
    }

    /** Starts an application of its own. */
    public static StreamsApplication start(StreamsSettings settings, Instruments instruments) {
        SchedulerTopology.Parts parts = parts(settings, instruments);
        return StreamsApplication.start(
                () -> SchedulerTopology.of(settings.cluster(), parts),
                settings.properties(SchedulerTopology.APPLICATION),
                instruments.registry());
    }
}
