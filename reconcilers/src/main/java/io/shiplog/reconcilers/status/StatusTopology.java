package io.shiplog.reconcilers.status;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.Topics;
import io.shiplog.objects.GroupResource;
import io.shiplog.reconcilers.loop.Preparation;
import io.shiplog.reconcilers.objects.Resources;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The topology of the fold of reports: a task per partition of {@code reports}, each with the latest reports of its nodes,
 * over a global store of the pods, nodes and events that they speak of.
 */
public final class StatusTopology {
    /** The application's name. */
    public static final String APPLICATION = "status";

    static final String JOURNAL = "journal";
    static final String LATEST = "latest-reports";
    static final Set<GroupResource> SHARED = Set.of(Resources.PODS, Resources.NODES, Resources.EVENTS);
    static final String SHARED_OBJECTS = "shared-objects";
    private static final String STATE = "state";
    private static final String FEED = "feed";
    private static final String REPORTS = "reports";
    private static final String TAKE = "take-reports";
    private static final String FOLD = "fold";

    private StatusTopology() {}

    public static Topology of(
            ClusterConfig cluster,
            StatusSettings settings,
            Preparation preparation,
            ReportPartitions partitions,
            Hearing hearing) {
        var topology = new Topology();
        topology.addGlobalStore(
                SharedObjects.builder(SHARED_OBJECTS),
                STATE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.state(cluster),
                FEED,
                () -> SharedObjects.feeding(SHARED::contains, SHARED_OBJECTS));
        topology.addReadOnlyStateStore(
                ReportStore.builder(LATEST),
                REPORTS,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                cluster.topic(REPORTS),
                TAKE,
                forwarding(Take::new));
        topology.addProcessor(FOLD, () -> new StatusProcessor(settings, preparation, partitions, hearing), TAKE);
        topology.connectProcessorAndStateStores(FOLD, LATEST);
        topology.addSink(JOURNAL, cluster.topic(JOURNAL), new ByteArraySerializer(), new ByteArraySerializer(), FOLD);
        return topology;
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
