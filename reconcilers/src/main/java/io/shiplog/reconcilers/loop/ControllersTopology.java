package io.shiplog.reconcilers.loop;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.loop.DutyCycle;
import io.shiplog.journal.loop.QueueMetrics;
import io.shiplog.journal.loop.StateLoop;
import io.shiplog.journal.streams.CacheSync;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.ProposalSink;
import io.shiplog.journal.streams.StateLoopProcessor;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.ObjectRef;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.feeds.FeedSpec;
import io.shiplog.reconcilers.feeds.FeedsProcessor;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controllers' part of a topology: a processor of all controllers and one of the derived feeds, both fed from the
 * view of everything, and the sinks of the journal and of each feed.
 */
public final class ControllersTopology {
    /** The application's name. */
    public static final String APPLICATION = "controllers";

    private static final Logger LOG = LoggerFactory.getLogger(ControllersTopology.class);
    private static final String RECONCILE = "reconcile";
    private static final String FEED = "feed";
    private static final String FEEDS = "feeds";
    private static final String PROPOSE = "propose-reconciled";

    private ControllersTopology() {}

    /**
     * What the controllers' part is made of.
     *
     * @param feeds what is derived from the state for others
     * @param syncs says of each processor of a task whether it knows enough to decide
     * @param instruments where the loops tell of themselves
     */
    public record Parts(
            List<Reconciler> reconcilers, List<FeedSpec> feeds, Supplier<CacheSync> syncs, Instruments instruments) {}

    /** The topology of an application of its own. */
    public static Topology of(ClusterConfig cluster, Parts parts) {
        var topology = new Topology();
        ViewTopology.add(topology, cluster, ViewTopology.EVERYTHING);
        addTo(topology, cluster, parts);
        return topology;
    }

    /** Adds the part to a topology that has the view of everything. */
    public static void addTo(Topology topology, ClusterConfig cluster, Parts parts) {
        ViewTopology.feed(
                topology,
                RECONCILE,
                () -> new StateLoopProcessor(
                        ViewTopology.EVERYTHING,
                        DutyCycle::new,
                        parts.syncs(),
                        parts.instruments().loop(APPLICATION),
                        (view, context) -> loop(view, context, parts)));
        topology.addSink(
                PROPOSE, Topics.journal(cluster), new ByteArraySerializer(), new ByteArraySerializer(), RECONCILE);
        ViewTopology.feed(
                topology,
                FEED,
                () -> new FeedsProcessor(
                        parts.feeds(), parts.syncs(), parts.instruments().loop(FEEDS)));
        for (FeedSpec feed : parts.feeds()) {
            var bytes = new ByteArraySerializer();
            if (feed.partitioner() == null) {
                topology.addSink(feed.name(), feed.topic(), bytes, bytes, FEED);
            } else {
                topology.addSink(feed.name(), feed.topic(), bytes, bytes, feed.partitioner(), FEED);
            }
        }
    }

    private static StateLoop loop(StateView view, ProcessorContext<byte[], byte[]> context, Parts parts) {
        var journal = new ProposalSink(context, PROPOSE);
        var output = new ReconcileLoop.Output() {
            @Override
            public void propose(Proposal proposal) {
                journal.propose(proposal);
            }

            @Override
            public QueueMetrics queue(String controller) {
                return parts.instruments().queue(controller);
            }

            @Override
            public void failed(String controller, ObjectRef ref, Throwable fault) {
                LOG.error("{} failed on {} and tries again later", controller, ref, fault);
            }
        };
        return new ReconcileLoop(
                view, parts.reconcilers(), () -> UUID.randomUUID().toString(), output);
    }
}
