package io.shiplog.scheduler;

import io.shiplog.journal.Role;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.scheduler.streams.SchedulerStreams;
import java.util.concurrent.CompletableFuture;

/**
 * A running scheduler. Any number may run beside one another: one of them works, the others take over when it is gone;
 * and should two work at once, no pod is bound twice, since a binding replaces exactly the version that was looked at.
 */
public final class SchedulerRole implements Role {
    private final StreamsApplication application;
    private final Instruments instruments;

    private SchedulerRole(StreamsApplication application, Instruments instruments) {
        this.application = application;
        this.instruments = instruments;
    }

    /**
     * Starts a scheduler and returns at once; it survives a Kafka that is not there yet.
     *
     * @param instruments where it tells of itself
     */
    public static SchedulerRole start(SchedulerSettings settings, Instruments instruments) {
        var streams = new StreamsSettings(settings.cluster(), settings.instance(), settings.stateDirectory());
        return new SchedulerRole(SchedulerStreams.start(streams, instruments), instruments);
    }

    @Override
    public boolean ready() {
        return application.ready() && instruments.decides();
    }

    @Override
    public CompletableFuture<Void> running() {
        return application.running();
    }

    @Override
    public CompletableFuture<Throwable> ended() {
        return application.ended();
    }

    @Override
    public void close() {
        application.close();
    }
}
