package io.shiplog.reconcilers.status;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The fold of reports: a task per partition of {@code reports} and {@code relayed-reports}, each with the latest
 * reports of its nodes, over the pods, nodes and events that they speak of, which all tasks share.
 */
public final class StatusTopology {
    /** The application's name. */
    public static final String APPLICATION = "status";

    static final String PROPOSE = "propose-reported";
    static final String LATEST = "latest-reports";
    static final String LATEST_RELAYED = "latest-relayed-reports";
    static final Set<GroupResource> SHARED = Set.of(Pods.RESOURCE, Nodes.RESOURCE, Events.RESOURCE);
    static final String SHARED_OBJECTS = "shared-objects";
    private static final String STATE = "state";
    private static final String FEED = "feed";
    private static final String SHARE = "share";
    private static final String REPORTS = "reports";
    private static final String TAKE = "take-reports";
    private static final String RELAYED = "relayed-reports";
    private static final String TAKE_RELAYED = "take-relayed-reports";
    private static final String FOLD = "fold-reports";

    private StatusTopology() {}

    /**
     * What the fold of reports is made of.
     *
     * @param partitions of {@code reports}
     * @param reachability whether what nodes say would come here
     * @param instruments where the loops tell of themselves
     */
    public record Parts(
            StatusSettings settings, ReportPartitions partitions, Reachability reachability, Instruments instruments) {}

    /** The topology of an application of its own, whose tasks may be spread over many processes. */
    public static Topology of(ClusterConfig cluster, Parts parts) {
        var topology = new Topology();
        topology.addGlobalStore(
                SharedObjects.builder(SHARED_OBJECTS),
                STATE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.state(cluster),
                FEED,
                () -> SharedObjects.feeding(SHARED::contains, SHARED_OBJECTS));
        fold(topology, cluster, parts, context -> context.getStateStore(SHARED_OBJECTS));
        return topology;
    }

    /**
     * Adds the fold to a topology that has the view of everything, and whose tasks are all in one thread: what the
     * view's task knows is shared with those of the reports. Where that task is elsewhere, the reports wait.
     */
    public static void addTo(Topology topology, ClusterConfig cluster, Parts parts) {
        SharedObjects shared = SharedObjects.local();
        ViewTopology.feed(topology, SHARE, () -> shared.sharing(SHARED::contains));
        fold(topology, cluster, parts, _ -> shared);
    }

    private static void fold(
            Topology topology,
            ClusterConfig cluster,
            Parts parts,
            Function<ProcessorContext<?, ?>, SharedObjects> objects) {
        topology.addReadOnlyStateStore(
                ReportStore.builder(LATEST),
                REPORTS,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.reports(cluster),
                TAKE,
                forwarding(Take::new));
        topology.addReadOnlyStateStore(
                ReportStore.builder(LATEST_RELAYED),
                RELAYED,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.relayedReports(cluster),
                TAKE_RELAYED,
                forwarding(Take::new));
        topology.addProcessor(FOLD, () -> new StatusProcessor(parts, objects, cluster), TAKE, TAKE_RELAYED);
        topology.connectProcessorAndStateStores(FOLD, LATEST, LATEST_RELAYED);
        topology.addSink(PROPOSE, Topics.journal(cluster), new ByteArraySerializer(), new ByteArraySerializer(), FOLD);
    }

    /** Kafka Streams types these processors as ones that forward nothing, but their children get what they forward. */
    @SuppressWarnings("unchecked")
    private static ProcessorSupplier<byte[], byte[], Void, Void> forwarding(
            ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier) {
        return (ProcessorSupplier<byte[], byte[], Void, Void>) (ProcessorSupplier<byte[], byte[], ?, ?>) supplier;
    }

    /** The fold keeps the store too, since it has to read what was there before: this only hands on. */
    private static final class Take implements Processor<byte[], byte[], byte[], byte[]> {
        private @Nullable ProcessorContext<byte[], byte[]> context;

        @Override
        public void init(ProcessorContext<byte[], byte[]> taskContext) {
            context = taskContext;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (context != null) {
                context.forward(record);
            }
        }
    }
}
