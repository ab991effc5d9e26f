package io.shiplog.scheduler.streams;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.Topics;
import io.shiplog.journal.streams.Gate;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.scheduler.state.Watched;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/** The scheduler's topology: one task with the view of what it watches, and the journal as its sink. */
public final class SchedulerTopology {
    /** The application's name. */
    public static final String APPLICATION = "scheduler";

    static final String JOURNAL = "journal";
    private static final String SCHEDULE = "schedule";

    private SchedulerTopology() {}

    /**
     * @param gates gives each task its gate
     * @param seed decides between equals
     */
    public static Topology of(ClusterConfig cluster, Supplier<Gate> gates, long seed) {
        var topology = new Topology();
        ViewTopology.add(topology, cluster, Watched.ALL::contains, SCHEDULE, () -> new SchedulerProcessor(gates, seed));
        topology.addSink(
                JOURNAL, Topics.journal(cluster), new ByteArraySerializer(), new ByteArraySerializer(), SCHEDULE);
        return topology;
    }
}
