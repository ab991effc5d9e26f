package io.shiplog.reconcilers;

import io.micrometer.core.instrument.MeterRegistry;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.past.KafkaKeyframes;
import io.shiplog.journal.past.KeyframeSink;
import io.shiplog.journal.streams.CaughtUp;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.reconcilers.loop.ControllersTopology;
import io.shiplog.reconcilers.loop.SkipTooLarge;
import io.shiplog.reconcilers.materializer.KafkaBootState;
import io.shiplog.reconcilers.materializer.MaterializerTopology;
import io.shiplog.reconcilers.status.KafkaReachability;
import io.shiplog.reconcilers.status.ReportPartitions;
import io.shiplog.reconcilers.status.StatusTopology;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The reconcilers of a cluster in one process: materializer, controllers with the derived feeds, and the fold of reports. Any
 * number of processes may run them; Kafka shares the tasks out. The topics exist before a role starts, or it waits for them.
 *
 * <p>By itself each is a Kafka Streams application of its own. In a process that is the whole cluster all loops are one
 * application, which idles far cheaper; only the materializer stays apart, so that the views of all of them, and replicas that
 * boot, never wait for a slow decision. It has a principal of its own in Kafka, too: it alone may write the state.
 */
public final class ReconcilersRole implements AutoCloseable {
    /** The name of the application of all loops together. */
    private static final String LOOPS = "loops";

    private final List<StreamsApplication> applications;
    private final KeyframeSink keyframes;
    private final KafkaReachability reachability;
    private final Instruments instruments;

    private ReconcilersRole(
            List<StreamsApplication> applications,
            KeyframeSink keyframes,
            KafkaReachability reachability,
            Instruments instruments) {
        this.applications = applications;
        this.keyframes = keyframes;
        this.reachability = reachability;
        this.instruments = instruments;
    }

    /**
     * Starts everything and returns at once.
     *
     * @param instruments where it tells of itself
     */
    public static ReconcilersRole start(ReconcilersSettings settings, Instruments instruments) {
        StreamsSettings streams = settings.streams();
        ClusterConfig cluster = streams.cluster();
        MeterRegistry meters = instruments.registry();
        var reachability = KafkaReachability.of(cluster);
        ControllersTopology.Parts controllers = controllers(settings, instruments);
        StatusTopology.Parts status = status(settings, instruments, reachability);
        KeyframeSink keyframes = new KafkaKeyframes(cluster.as(Principal.Role.MATERIALIZER));
        return new ReconcilersRole(
                List.of(
                        materializer(streams, keyframes, meters),
                        StreamsApplication.start(
                                () -> ControllersTopology.of(cluster, controllers),
                                skippingTooLarge(streams, ControllersTopology.APPLICATION),
                                meters),
                        StreamsApplication.start(
                                () -> StatusTopology.of(cluster, status),
                                streams.properties(StatusTopology.APPLICATION),
                                meters)),
                keyframes,
                reachability,
                instruments);
    }

    /**
     * Starts everything in the process that is the whole cluster, all loops in one application, and returns at once.
     *
     * @param others adds the loops of other roles to the topology, which has the view of everything
     */
    public static ReconcilersRole startTogether(
            ReconcilersSettings settings, Instruments instruments, Consumer<Topology> others) {
        StreamsSettings streams = settings.streams();
        ClusterConfig cluster = streams.cluster();
        MeterRegistry meters = instruments.registry();
        var reachability = KafkaReachability.of(cluster);
        ControllersTopology.Parts controllers = controllers(settings, instruments);
        StatusTopology.Parts status = status(settings, instruments, reachability);
        KeyframeSink keyframes = new KafkaKeyframes(cluster.as(Principal.Role.MATERIALIZER));
        return new ReconcilersRole(
                List.of(
                        materializer(streams, keyframes, meters),
                        StreamsApplication.start(
                                () -> together(cluster, controllers, status, others),
                                skippingTooLarge(streams, LOOPS),
                                meters)),
                keyframes,
                reachability,
                instruments);
    }

    /** One topology of all loops of a process, over one view. */
    static Topology together(
            ClusterConfig cluster,
            ControllersTopology.Parts controllers,
            StatusTopology.Parts status,
            Consumer<Topology> others) {
        var topology = new Topology();
        ViewTopology.add(topology, cluster, ViewTopology.EVERYTHING);
        ControllersTopology.addTo(topology, cluster, controllers);
        StatusTopology.addTo(topology, cluster, status);
        others.accept(topology);
        return topology;
    }

    private static StreamsApplication materializer(
            StreamsSettings settings, KeyframeSink keyframes, MeterRegistry meters) {
        StreamsSettings streams = settings.as(Principal.Role.MATERIALIZER);
        ClusterConfig cluster = streams.cluster();
        return StreamsApplication.start(
                () -> MaterializerTopology.of(cluster, new KafkaBootState(streams), keyframes),
                MaterializerTopology.settings(streams),
                meters);
    }

    private static ControllersTopology.Parts controllers(ReconcilersSettings settings, Instruments instruments) {
        ClusterConfig cluster = settings.streams().cluster();
        return new ControllersTopology.Parts(
                Controllers.all(settings.controllers()),
                Feeds.all(cluster, settings.exports()),
                () -> new CaughtUp(cluster, ControllersTopology.APPLICATION, null),
                instruments);
    }

    private static StatusTopology.Parts status(
            ReconcilersSettings settings, Instruments instruments, KafkaReachability reachability) {
        return new StatusTopology.Parts(
                settings.status(), ReportPartitions.of(settings.streams().cluster()), reachability, instruments);
    }

    private static Properties skippingTooLarge(StreamsSettings streams, String application) {
        Properties settings = streams.properties(application);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipTooLarge.class);
        return settings;
    }

    /** Whether all applications work now, every loop that runs here decides, and none is far behind. */
    public boolean ready() {
        return applications.stream().allMatch(StreamsApplication::ready) && instruments.decides();
    }

    /** Completes when all applications have worked. */
    public CompletableFuture<Void> running() {
        return CompletableFuture.allOf(
                applications.stream().map(StreamsApplication::running).toArray(CompletableFuture[]::new));
    }

    /** Completes when one of the applications meets what no restart cures, with that. */
    public CompletableFuture<Throwable> ended() {
        var first = new CompletableFuture<Throwable>();
        applications.forEach(application -> application.ended().thenAccept(first::complete));
        return first;
    }

    /** Stops everything; all at once, since each may take a moment. */
    @Override
    public void close() {
        CompletableFuture.allOf(applications.stream()
                        .map(application -> CompletableFuture.runAsync(application::close, Thread::startVirtualThread))
                        .toArray(CompletableFuture[]::new))
                .join();
        keyframes.close();
        reachability.close();
    }
}
