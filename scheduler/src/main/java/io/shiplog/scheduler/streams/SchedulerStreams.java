package io.shiplog.scheduler.streams;

import io.shiplog.journal.streams.CaughtUp;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import java.time.Duration;

/** Starts the scheduler's Kafka Streams application. */
public final class SchedulerStreams {
    /** A scheduler that never starts is worse than one that starts on old news, whose bindings the accept rule still guards. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SchedulerStreams() {}

    public static StreamsApplication start(StreamsSettings settings) {
        long seed = settings.instance().hashCode();
        return StreamsApplication.start(
                () -> SchedulerTopology.of(
                        settings.cluster(),
                        () -> new CaughtUp(settings.cluster(), SchedulerTopology.APPLICATION, PATIENCE),
                        seed),
                settings.properties(SchedulerTopology.APPLICATION));
    }
}
