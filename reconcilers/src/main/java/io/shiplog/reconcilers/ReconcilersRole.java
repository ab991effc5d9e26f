package io.shiplog.reconcilers;

import io.shiplog.journal.Role;
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
import io.shiplog.reconcilers.materializer.FoldMeters;
import io.shiplog.reconcilers.materializer.KafkaBootState;
import io.shiplog.reconcilers.materializer.MaterializerTopology;
import io.shiplog.reconcilers.relay.NodeRelay;
import io.shiplog.reconcilers.status.KafkaReachability;
import io.shiplog.reconcilers.status.ReportPartitions;
import io.shiplog.reconcilers.status.StatusTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The reconcilers of a cluster in one process: materializer, controllers with the derived feeds, the fold of reports,
 * and the relay between the control plane and nodes that joined. Any number of processes may run them; Kafka shares the
 * tasks out. The topics exist before a role starts, or it waits for them.
 *
 * <p>By itself each is a Kafka Streams application of its own. In a process that is the whole cluster all loops are one
 * application, which idles far cheaper; only the materializer stays apart, so that the views of all of them, and
 * replicas that boot, never wait for a slow decision. It has a principal of its own in Kafka, too: it alone may write
 * the state.
 */
public final class ReconcilersRole implements Role {
    /** The name of the application of all loops together. */
    private static final String LOOPS = "loops";

    private final List<StreamsApplication> applications;
    private final KeyframeSink keyframes;
    private final KafkaReachability reachability;
    private final NodeRelay relay;
    private final Instruments instruments;

    private ReconcilersRole(
            List<StreamsApplication> applications,
            KeyframeSink keyframes,
            KafkaReachability reachability,
            NodeRelay relay,
            Instruments instruments) {
        this.applications = applications;
        this.keyframes = keyframes;
        this.reachability = reachability;
        this.relay = relay;
        this.instruments = instruments;
    }

    /**
     * Starts everything and returns at once.
     *
     * @param instruments where it tells of itself
     */
    public static ReconcilersRole start(ReconcilersSettings settings, Instruments instruments) {
        return start(
                settings,
                instruments,
                (controllers, status) -> List.of(
                        application(
                                () -> ControllersTopology.of(cluster(settings), controllers),
                                skippingTooLarge(settings, ControllersTopology.APPLICATION),
                                instruments),
                        application(
                                () -> StatusTopology.of(cluster(settings), status),
                                settings.streams().properties(StatusTopology.APPLICATION),
                                instruments)));
    }

    /**
     * Starts everything in the process that is the whole cluster, all loops in one application, and returns at once.
     *
     * @param others adds the loops of other roles to the topology, which has the view of everything
     */
    public static ReconcilersRole startTogether(
            ReconcilersSettings settings, Instruments instruments, Consumer<Topology> others) {
        return start(
                settings,
                instruments,
                (controllers, status) -> List.of(application(
                        () -> together(cluster(settings), controllers, status, others),
                        skippingTooLarge(settings, LOOPS),
                        instruments)));
    }

    /** Starts applications of the loops of controllers, feeds and status. */
    private interface Starting {
        List<StreamsApplication> start(ControllersTopology.Parts controllers, StatusTopology.Parts status);
    }

    private static ReconcilersRole start(ReconcilersSettings settings, Instruments instruments, Starting loops) {
        ClusterConfig cluster = cluster(settings);
        var reachability = KafkaReachability.of(cluster);
        var controllers = new ControllersTopology.Parts(
                Controllers.all(settings.controllers()),
                Feeds.all(cluster, settings.exports()),
                () -> new CaughtUp(cluster, ControllersTopology.APPLICATION, null),
                instruments);
        var status =
                new StatusTopology.Parts(settings.status(), ReportPartitions.of(cluster), reachability, instruments);
        var applications = new ArrayList<StreamsApplication>();
        KeyframeSink keyframes = new KafkaKeyframes(cluster.as(Principal.Role.MATERIALIZER), settings.signer());
        applications.add(materializer(settings.streams(), keyframes, instruments));
        applications.addAll(loops.start(controllers, status));
        return new ReconcilersRole(
                List.copyOf(applications), keyframes, reachability, NodeRelay.start(cluster), instruments);
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
            StreamsSettings settings, KeyframeSink keyframes, Instruments instruments) {
        StreamsSettings streams = settings.as(Principal.Role.MATERIALIZER);
        ClusterConfig cluster = streams.cluster();
        var meters = new FoldMeters(instruments.registry());
        return application(
                () -> MaterializerTopology.of(cluster, new KafkaBootState(streams), keyframes, meters),
                MaterializerTopology.settings(streams),
                instruments);
    }

    private static StreamsApplication application(
            Supplier<Topology> topology, Properties settings, Instruments instruments) {
        return StreamsApplication.start(topology, settings, instruments.registry());
    }

    private static ClusterConfig cluster(ReconcilersSettings settings) {
        return settings.streams().cluster();
    }

    private static Properties skippingTooLarge(ReconcilersSettings settings, String application) {
        Properties properties = settings.streams().properties(application);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipTooLarge.class);
        return properties;
    }

    /** Whether all applications work now, every loop that runs here decides, and none is far behind. */
    @Override
    public boolean ready() {
        return applications.stream().allMatch(StreamsApplication::ready) && instruments.decides();
    }

    /** Completes when all applications have worked. */
    @Override
    public CompletableFuture<Void> running() {
        return CompletableFuture.allOf(
                applications.stream().map(StreamsApplication::running).toArray(CompletableFuture[]::new));
    }

    @Override
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
        relay.close();
        reachability.close();
    }
}
