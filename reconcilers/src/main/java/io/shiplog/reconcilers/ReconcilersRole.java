package io.shiplog.reconcilers;

import io.shiplog.journal.kafka.Boot;
import io.shiplog.journal.kafka.Booted;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.Takeover;
import io.shiplog.journal.kafka.Topics;
import io.shiplog.journal.streams.CaughtUp;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.reconcilers.assignments.AssignmentFold;
import io.shiplog.reconcilers.feeds.PublishedFeed;
import io.shiplog.reconcilers.loop.AdmissionPreparation;
import io.shiplog.reconcilers.loop.ControllersTopology;
import io.shiplog.reconcilers.loop.SkipTooLarge;
import io.shiplog.reconcilers.materializer.BootState;
import io.shiplog.reconcilers.materializer.MaterializerTopology;
import io.shiplog.reconcilers.status.KafkaHearing;
import io.shiplog.reconcilers.status.ReportPartitions;
import io.shiplog.reconcilers.status.StatusTopology;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The reconcilers of a cluster in one process: materializer, controllers with the node assignments, and the fold of reports, each
 * a Kafka Streams application of its own. Any number of processes may run them; Kafka shares the tasks out. The topics
 * exist before a role starts, or it waits for them.
 */
public final class ReconcilersRole implements AutoCloseable {
    private final List<StreamsApplication> applications;
    private final KafkaHearing hearing;

    private ReconcilersRole(List<StreamsApplication> applications, KafkaHearing hearing) {
        this.applications = applications;
        this.hearing = hearing;
    }

    /** Starts everything and returns at once. */
    public static ReconcilersRole start(ReconcilersSettings settings) {
        StreamsSettings streams = settings.streams();
        ClusterConfig cluster = streams.cluster();
        var preparation = new AdmissionPreparation();
        var hearing = KafkaHearing.of(cluster);
        var applications = List.of(
                StreamsApplication.start(
                        () -> MaterializerTopology.of(cluster, () -> boot(cluster)),
                        MaterializerTopology.settings(streams)),
                StreamsApplication.start(
                        () -> ControllersTopology.of(
                                cluster,
                                Controllers.all(settings.controllers()),
                                preparation,
                                PublishedFeed.of(cluster, Topics.assignments(cluster), AssignmentFold::digest),
                                () -> new CaughtUp(cluster, ControllersTopology.APPLICATION, null)),
                        controllers(streams)),
                StreamsApplication.start(
                        () -> StatusTopology.of(
                                cluster, settings.status(), preparation, ReportPartitions.of(cluster), hearing),
                        streams.properties(StatusTopology.APPLICATION)));
        return new ReconcilersRole(applications, hearing);
    }

    private static Properties controllers(StreamsSettings streams) {
        Properties settings = streams.properties(ControllersTopology.APPLICATION);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipTooLarge.class);
        return settings;
    }

    private static BootState.Start boot(ClusterConfig cluster) {
        Takeover.complete(cluster);
        Booted booted = Boot.boot(cluster);
        return new BootState.Start(booted.state(), booted.committed(), booted.replayed());
    }

    /** Whether all applications work now. */
    public boolean ready() {
        return applications.stream().allMatch(StreamsApplication::ready);
    }

    /** Completes when all applications have worked. */
    public CompletableFuture<Void> running() {
        return CompletableFuture.allOf(
                applications.stream().map(StreamsApplication::running).toArray(CompletableFuture[]::new));
    }

    /** Stops everything; all at once, since each may take a moment. */
    @Override
    public void close() {
        CompletableFuture.allOf(applications.stream()
                        .map(application -> CompletableFuture.runAsync(application::close, Thread::startVirtualThread))
                        .toArray(CompletableFuture[]::new))
                .join();
        hearing.close();
    }
}
