package io.shiplog.reconcilers.loop;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.streams.Gate;
import io.shiplog.journal.streams.NodeStreamPartitioner;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.feeds.PublishedFeed;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * The controllers' topology: one task with the view of everything, all controllers and the node assignments over it, and two
 * sinks.
 */
public final class ControllersTopology {
    /** The application's name. */
    public static final String APPLICATION = "controllers";

    static final String JOURNAL = "journal";
    static final String ASSIGNMENTS = "assignments";
    private static final String RECONCILE = "reconcile";

    private ControllersTopology() {}

    /** The topology of a cluster's controllers. */
    public static Topology of(
            ClusterConfig cluster,
            List<Reconciler> reconcilers,
            Preparation preparation,
            PublishedFeed published,
            Supplier<Gate> gates) {
        var topology = new Topology();
        ViewTopology.add(
                topology,
                cluster,
                ViewTopology.EVERYTHING,
                RECONCILE,
                () -> new ControllersProcessor(reconcilers, preparation, published, gates));
        topology.addSink(
                JOURNAL, cluster.topic(JOURNAL), new ByteArraySerializer(), new ByteArraySerializer(), RECONCILE);
        topology.addSink(
                ASSIGNMENTS,
                cluster.topic(ASSIGNMENTS),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                new NodeStreamPartitioner(),
                RECONCILE);
        return topology;
    }
}
