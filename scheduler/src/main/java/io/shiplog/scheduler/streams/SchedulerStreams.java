package io.shiplog.scheduler.streams;

import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;

/** Starts the scheduler's Kafka Streams application. */
public final class SchedulerStreams {
    private SchedulerStreams() {}

    public static StreamsApplication start(StreamsSettings settings) {
        String group = settings.applicationId(SchedulerTopology.APPLICATION);
        long seed = settings.instance().hashCode();
        return StreamsApplication.start(
                () -> SchedulerTopology.of(settings.cluster(), () -> new CaughtUp(settings.cluster(), group), seed),
                settings.properties(SchedulerTopology.APPLICATION));
    }
}
