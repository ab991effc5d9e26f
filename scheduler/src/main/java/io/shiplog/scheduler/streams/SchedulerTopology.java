package io.shiplog.scheduler.streams;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.loop.DutyCycle;
import io.shiplog.journal.loop.StateLoop;
import io.shiplog.journal.streams.CacheSync;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.ProposalSink;
import io.shiplog.journal.streams.StateLoopProcessor;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.ObjectKey;
import io.shiplog.scheduler.cycle.SchedulingCycle;
import io.shiplog.scheduler.loop.SchedulerLoop;
import io.shiplog.scheduler.queue.SchedulingQueue;
import io.shiplog.scheduler.state.WatchedResources;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler's part of a topology: one processor fed from the view of what it watches, and the journal as its sink.
 */
public final class SchedulerTopology {
    /** The application's name. */
    public static final String APPLICATION = "scheduler";

    private static final Logger LOG = LoggerFactory.getLogger(SchedulerTopology.class);
    private static final String SCHEDULE = "schedule";
    private static final String PROPOSE = "propose-scheduled";

    private SchedulerTopology() {}

    /**
     * What the scheduler's part is made of.
     *
     * @param syncs says of each task whether it knows enough to decide
     * @param seed decides between equals
     * @param instruments where the loop tells of itself
     * @param meters what it tells under upstream's names
     */
    public record Parts(Supplier<CacheSync> syncs, long seed, Instruments instruments, SchedulerMeters meters) {
        public Parts(Supplier<CacheSync> syncs, long seed, Instruments instruments) {
            this(syncs, seed, instruments, new SchedulerMeters(instruments.registry()));
        }
    }

    /** The topology of an application of its own. */
    public static Topology of(ClusterConfig cluster, Parts parts) {
        var topology = new Topology();
        ViewTopology.add(topology, cluster, WatchedResources.ALL::contains);
        addTo(topology, cluster, parts);
        return topology;
    }

    /** Adds the part to a topology that has a view of what the scheduler watches. */
    public static void addTo(Topology topology, ClusterConfig cluster, Parts parts) {
        SchedulingCycle cycle = SchedulingCycle.standard(parts.seed());
        ViewTopology.feed(
                topology,
                SCHEDULE,
                () -> new StateLoopProcessor(
                        WatchedResources.ALL::contains,
                        DutyCycle::none,
                        parts.syncs(),
                        parts.instruments().loop(APPLICATION),
                        (view, context) -> loop(view, context, cycle, parts.meters())));
        topology.addSink(
                PROPOSE, Topics.journal(cluster), new ByteArraySerializer(), new ByteArraySerializer(), SCHEDULE);
    }

    private static StateLoop loop(
            StateView view, ProcessorContext<byte[], byte[]> context, SchedulingCycle cycle, SchedulerMeters meters) {
        var journal = new ProposalSink(context, PROPOSE);
        var output = new SchedulerLoop.Output() {
            @Override
            public void propose(Proposal proposal) {
                try {
                    journal.propose(proposal);
                } catch (ProposalTooLargeException fault) {
                    // Taken for lost: what was decided falls and is tried again, with whatever the pod is then.
                    LOG.error("a proposal of the scheduler does not fit into the journal", fault);
                }
            }

            @Override
            public void trying() {
                meters.trying();
            }

            @Override
            public void tried(SchedulerLoop.Outcome outcome) {
                meters.tried(outcome);
            }

            @Override
            public void refused(int proposals) {
                meters.refused(proposals);
            }

            @Override
            public void waiting(SchedulingQueue queue) {
                meters.waiting(queue);
            }

            @Override
            public void failed(ObjectKey pod, RuntimeException fault) {
                LOG.error("scheduling {} failed and is tried again later", pod, fault);
            }
        };
        return new SchedulerLoop(view, cycle, () -> UUID.randomUUID().toString(), output);
    }
}
