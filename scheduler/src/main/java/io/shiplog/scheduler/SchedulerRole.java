package io.shiplog.scheduler;

import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.scheduler.streams.SchedulerStreams;
import java.util.concurrent.CompletableFuture;

/**
 * A running scheduler. Any number may run beside one another: one of them works, the others take over when it is gone; and
 * should two work at once, no pod is bound twice, since a binding replaces exactly the version that was looked at.
 */
public final class SchedulerRole implements AutoCloseable {
    private final StreamsApplication application;

    private SchedulerRole(StreamsApplication application) {
        this.application = application;
    }

    /** Starts a scheduler and returns at once; it survives a Kafka that is not there yet. */
    public static SchedulerRole start(SchedulerSettings settings) {
        var streams = new StreamsSettings(settings.cluster(), settings.instance(), settings.stateDirectory());
        return new SchedulerRole(SchedulerStreams.start(streams));
    }

    /** Whether it has its task, if that is its share, and works. */
    public boolean ready() {
        return application.ready();
    }

    /** Completes when it runs for the first time; exceptionally if it is closed before. */
    public CompletableFuture<Void> running() {
        return application.running();
    }

    @Override
    public void close() {
        application.close();
    }
}
