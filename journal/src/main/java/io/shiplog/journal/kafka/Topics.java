package io.shiplog.journal.kafka;

import io.shiplog.journal.GroupResource;
import io.shiplog.journal.kafka.TopicSpec.Demand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The names of a cluster's topics, and how each should be. Pure. */
public final class Topics {
    /** The journal's only partition. */
    public static final int JOURNAL_PARTITION = 0;

    private static final Duration COMPACTION_LAG = Duration.ofHours(1);
    private static final int ENVELOPE_BYTES = 1024 * 1024;

    private Topics() {}

    public static String journal(ClusterConfig cluster) {
        return cluster.topic("journal");
    }

    public static String state(ClusterConfig cluster, GroupResource resource) {
        return cluster.topic("state." + resource);
    }

    public static String assignments(ClusterConfig cluster) {
        return cluster.topic("assignments");
    }

    public static String reports(ClusterConfig cluster) {
        return cluster.topic("reports");
    }

    /** The consumer group of the materializer, whose committed journal offset is where a replica boots from. */
    public static String materializerGroup(ClusterConfig cluster) {
        return cluster.topic("materializer");
    }

    static List<TopicSpec> all(ClusterConfig cluster, Collection<GroupResource> resources, TopicSettings settings) {
        List<TopicSpec> specs = new ArrayList<>();
        specs.add(journalSpec(cluster, settings));
        for (GroupResource resource : resources) {
            specs.add(compacted(state(cluster, resource), 1, COMPACTION_LAG, Duration.ofHours(6), settings));
        }
        // Heartbeats replace one another all the time: nobody needs the old ones.
        int partitions = settings.nodePartitions();
        specs.add(compacted(assignments(cluster), partitions, Duration.ZERO, Duration.ofHours(1), settings));
        specs.add(compacted(reports(cluster), partitions, Duration.ZERO, Duration.ofHours(1), settings));
        return specs;
    }

    private static TopicSpec journalSpec(ClusterConfig cluster, TopicSettings settings) {
        String retention = Long.toString(settings.auditWindow().toMillis());
        String maxBytes = Integer.toString(settings.limits().proposalBytes() + ENVELOPE_BYTES);
        List<Demand> demands = new ArrayList<>(replication(settings));
        demands.add(new Demand.Exactly("cleanup.policy", "delete"));
        demands.add(new Demand.Exactly("message.timestamp.type", "LogAppendTime"));
        demands.add(new Demand.AtLeast("retention.ms", settings.auditWindow().toMillis()));
        demands.add(new Demand.Unbounded("retention.bytes"));
        demands.add(new Demand.AtLeast("max.message.bytes", settings.limits().proposalBytes()));
        return new TopicSpec(
                journal(cluster),
                1,
                true,
                Map.of(
                        "cleanup.policy", "delete",
                        "message.timestamp.type", "LogAppendTime",
                        "retention.ms", retention,
                        "retention.bytes", "-1",
                        "max.message.bytes", maxBytes,
                        "unclean.leader.election.enable", "false",
                        "min.insync.replicas", Integer.toString(settings.minInsyncReplicas())),
                demands);
    }

    private static TopicSpec compacted(
            String name, int partitions, Duration lag, Duration segment, TopicSettings settings) {
        List<Demand> demands = new ArrayList<>(replication(settings));
        demands.add(new Demand.Exactly("cleanup.policy", "compact"));
        demands.add(new Demand.AtLeast("min.compaction.lag.ms", lag.toMillis()));
        demands.add(new Demand.AtLeast("max.message.bytes", settings.limits().objectBytes()));
        return new TopicSpec(
                name,
                partitions,
                false,
                Map.of(
                        "cleanup.policy", "compact",
                        "min.compaction.lag.ms", Long.toString(lag.toMillis()),
                        "delete.retention.ms", Long.toString(Duration.ofDays(1).toMillis()),
                        "segment.ms", Long.toString(segment.toMillis()),
                        "segment.bytes", "67108864",
                        "max.message.bytes", Integer.toString(settings.limits().objectBytes() + ENVELOPE_BYTES),
                        "unclean.leader.election.enable", "false",
                        "min.insync.replicas", Integer.toString(settings.minInsyncReplicas())),
                demands);
    }

    private static List<Demand> replication(TopicSettings settings) {
        return List.of(
                new Demand.Exactly("unclean.leader.election.enable", "false"),
                new Demand.AtLeast("min.insync.replicas", settings.minInsyncReplicas()));
    }
}
