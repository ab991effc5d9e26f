package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.TopicSpec.Demand;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The names of a cluster's topics, and how each should be. Pure. */
public final class Topics {
    /** The journal's only partition. */
    public static final int JOURNAL_PARTITION = 0;

    private static final Duration COMPACTION_LAG = Duration.ofHours(1);
    /** Longer than any reader takes for a whole topic: until then it would miss deletions. */
    private static final Duration TOMBSTONES = Duration.ofHours(1);
    /** Only closed segments are compacted, and a topic that little is written to closes none by their size. */
    private static final Duration SEGMENT = Duration.ofHours(1);
    /** However little of a topic is superseded, it is compacted after this time. */
    private static final Duration COMPACTED_AFTER = Duration.ofHours(6);

    private static final int ENVELOPE_BYTES = 1024 * 1024;
    /**
     * What a record of the largest proposal or object has beside it: the batch's head, key, headers, resourceVersion.
     */
    private static final int OVERHEAD_BYTES = 4096;
    /**
     * What agents of the first format wrote may be as large; a service with many endpoints is, too. Producers send no
     * more either.
     */
    private static final int ASSIGNMENT_BYTES = 8 * 1024 * 1024;

    private Topics() {}

    public static String journal(ClusterConfig cluster) {
        return cluster.topic("journal");
    }

    public static TopicPartition journalPartition(ClusterConfig cluster) {
        return new TopicPartition(journal(cluster), JOURNAL_PARTITION);
    }

    /** Where what took effect of the journal lies, in its order. */
    public static String state(ClusterConfig cluster) {
        return cluster.topic("state");
    }

    /** Whole states, for the past. */
    public static String keyframes(ClusterConfig cluster) {
        return cluster.topic("keyframes");
    }

    /** What shows later that the journal is still what it was. */
    public static String seals(ClusterConfig cluster) {
        return cluster.topic("seals");
    }

    /** Their only partition. */
    public static TopicPartition sealsPartition(ClusterConfig cluster) {
        return new TopicPartition(seals(cluster), 0);
    }

    public static String assignments(ClusterConfig cluster) {
        return cluster.topic("assignments");
    }

    /** The feed of services with their endpoints. */
    public static String services(ClusterConfig cluster) {
        return cluster.topic("services");
    }

    /** The export of one resource, for people's own Kafka tools. */
    public static String export(ClusterConfig cluster, GroupResource resource) {
        return cluster.topic("export." + resource);
    }

    public static String reports(ClusterConfig cluster) {
        return cluster.topic("reports");
    }

    /** What nodes that joined report, as far as it is theirs to say. */
    public static String relayedReports(ClusterConfig cluster) {
        return cluster.topic("relayed-reports");
    }

    /** The assignments of a node that joined. */
    public static String assignments(ClusterConfig cluster, String node) {
        return assignments(cluster) + "." + node;
    }

    /** The reports of a node that joined. */
    public static String reports(ClusterConfig cluster, String node) {
        return reports(cluster) + "." + node;
    }

    /** The node that joined and reports by {@code topic}; empty when it is no such topic. */
    public static Optional<String> reporting(ClusterConfig cluster, String topic) {
        String prefix = reports(cluster) + ".";
        return topic.startsWith(prefix) ? Optional.of(topic.substring(prefix.length())) : Optional.empty();
    }

    /** Every topic that a cluster has, exports and those of single nodes aside. */
    public static List<String> names(ClusterConfig cluster) {
        return List.of(
                journal(cluster),
                state(cluster),
                keyframes(cluster),
                seals(cluster),
                assignments(cluster),
                services(cluster),
                reports(cluster),
                relayedReports(cluster));
    }

    static List<TopicSpec> all(ClusterConfig cluster, TopicSettings settings) {
        int maxBytes = settings.limits().objectBytes() + ENVELOPE_BYTES;
        return List.of(
                journalSpec(cluster, settings),
                stateSpec(cluster, settings),
                pastSpec(keyframes(cluster), 2, settings),
                pastSpec(seals(cluster), 1, settings),
                nodesSpec(assignments(cluster), Math.max(maxBytes, ASSIGNMENT_BYTES), settings),
                nodesSpec(reports(cluster), maxBytes, settings),
                nodesSpec(relayedReports(cluster), maxBytes, settings),
                feedSpec(services(cluster), Math.max(maxBytes, ASSIGNMENT_BYTES), settings));
    }

    /** The topics of a node that joined. */
    static List<TopicSpec> ofNode(ClusterConfig cluster, String node, TopicSettings settings) {
        int maxBytes = settings.limits().objectBytes() + ENVELOPE_BYTES;
        return List.of(
                feedSpec(assignments(cluster, node), Math.max(maxBytes, ASSIGNMENT_BYTES), settings),
                feedSpec(reports(cluster, node), maxBytes, settings));
    }

    private static TopicSpec journalSpec(ClusterConfig cluster, TopicSettings settings) {
        String retention = Long.toString(settings.auditWindow().time().toMillis());
        String maxBytes = Integer.toString(settings.limits().proposalBytes() + ENVELOPE_BYTES);
        List<Demand> demands = new ArrayList<>(replication(settings));
        demands.add(new Demand.Exactly("cleanup.policy", "delete"));
        demands.add(new Demand.Exactly("message.timestamp.type", "LogAppendTime"));
        // How much of the past is kept is the choice of whoever started the cluster: other roles take any that can be
        // chosen.
        demands.add(new Demand.AtLeast("retention.ms", AuditWindow.LEAST_TIME.toMillis()));
        demands.add(new Demand.AtLeast("retention.bytes", AuditWindow.LEAST_BYTES));
        demands.add(
                new Demand.AtLeast("max.message.bytes", (long) settings.limits().proposalBytes() + OVERHEAD_BYTES));
        return new TopicSpec(
                journal(cluster),
                new TopicSpec.Partitions(1, true),
                settings.replicationFactor(),
                Map.of(
                        "cleanup.policy",
                        "delete",
                        "message.timestamp.type",
                        "LogAppendTime",
                        "retention.ms",
                        retention,
                        "retention.bytes",
                        Long.toString(settings.auditWindow().bytes()),
                        "max.message.bytes",
                        maxBytes,
                        "unclean.leader.election.enable",
                        "false",
                        "min.insync.replicas",
                        Integer.toString(settings.minInsyncReplicas())),
                demands);
    }

    /**
     * What is said of the journal. Kept longer than that, whose moments begin with a keyframe. Of the keyframes, the
     * first partition says where in the second they lie.
     */
    private static TopicSpec pastSpec(String name, int partitions, TopicSettings settings) {
        List<Demand> demands = new ArrayList<>(replication(settings));
        demands.add(new Demand.Exactly("cleanup.policy", "delete"));
        demands.add(new Demand.AtLeast("retention.ms", AuditWindow.LEAST_TIME.toMillis()));
        demands.add(
                new Demand.AtLeast("max.message.bytes", (long) settings.limits().objectBytes() + OVERHEAD_BYTES));
        Map<String, String> created = new HashMap<>(keyframesKept(settings.auditWindow()));
        created.put("cleanup.policy", "delete");
        created.put("segment.ms", Long.toString(SEGMENT.toMillis()));
        created.put("segment.bytes", "67108864");
        created.put("max.message.bytes", Integer.toString(settings.limits().objectBytes() + ENVELOPE_BYTES));
        created.put("unclean.leader.election.enable", "false");
        created.put("min.insync.replicas", Integer.toString(settings.minInsyncReplicas()));
        return new TopicSpec(
                name, new TopicSpec.Partitions(partitions, true), settings.replicationFactor(), created, demands);
    }

    /** How the journal keeps an audit window. */
    static Map<String, String> journalKept(AuditWindow window) {
        return Map.of(
                "retention.ms",
                Long.toString(window.time().toMillis()),
                "retention.bytes",
                Long.toString(window.bytes()));
    }

    /** How keyframes and seals are kept for it: a day longer, so that the journal never outlives the first of them. */
    static Map<String, String> keyframesKept(AuditWindow window) {
        return Map.of(
                "retention.ms",
                Long.toString(window.time().plusDays(1).toMillis()),
                "retention.bytes",
                Long.toString(window.bytes()));
    }

    /** One partition: it has the journal's order. */
    private static TopicSpec stateSpec(ClusterConfig cluster, TopicSettings settings) {
        List<Demand> demands = compaction(settings);
        demands.add(new Demand.AtLeast("min.compaction.lag.ms", COMPACTION_LAG.toMillis()));
        return new TopicSpec(
                state(cluster),
                new TopicSpec.Partitions(1, true),
                settings.replicationFactor(),
                compacted(COMPACTION_LAG, settings.limits().objectBytes() + ENVELOPE_BYTES, settings),
                demands);
    }

    /** Heartbeats replace one another all the time: nobody needs the old ones. */
    private static TopicSpec nodesSpec(String name, int maxBytes, TopicSettings settings) {
        return new TopicSpec(
                name,
                new TopicSpec.Partitions(settings.nodePartitions(), false),
                settings.replicationFactor(),
                compacted(Duration.ZERO, maxBytes, settings),
                compaction(settings));
    }

    /** A derived feed of one partition. */
    static TopicSpec feedSpec(String name, int maxBytes, TopicSettings settings) {
        return new TopicSpec(
                name,
                new TopicSpec.Partitions(1, true),
                settings.replicationFactor(),
                compacted(Duration.ZERO, maxBytes, settings),
                compaction(settings));
    }

    /** The exports of {@code resources}. */
    static List<TopicSpec> exports(ClusterConfig cluster, Collection<GroupResource> resources, TopicSettings settings) {
        int maxBytes = settings.limits().objectBytes() + ENVELOPE_BYTES;
        return resources.stream()
                .map(resource -> feedSpec(export(cluster, resource), maxBytes, settings))
                .toList();
    }

    private static List<Demand> compaction(TopicSettings settings) {
        List<Demand> demands = new ArrayList<>(replication(settings));
        demands.add(new Demand.Exactly("cleanup.policy", "compact"));
        demands.add(new Demand.AtLeast("delete.retention.ms", TOMBSTONES.toMillis()));
        demands.add(
                new Demand.AtLeast("max.message.bytes", (long) settings.limits().objectBytes() + OVERHEAD_BYTES));
        return demands;
    }

    private static Map<String, String> compacted(Duration lag, int maxBytes, TopicSettings settings) {
        return Map.ofEntries(
                Map.entry("cleanup.policy", "compact"),
                Map.entry("min.compaction.lag.ms", Long.toString(lag.toMillis())),
                Map.entry("max.compaction.lag.ms", Long.toString(COMPACTED_AFTER.toMillis())),
                Map.entry(
                        "delete.retention.ms", Long.toString(Duration.ofDays(1).toMillis())),
                Map.entry("segment.ms", Long.toString(SEGMENT.toMillis())),
                Map.entry("segment.bytes", "67108864"),
                Map.entry("max.message.bytes", Integer.toString(maxBytes)),
                // The records carry the journal's times. When a clock that ran ahead is put right, they lie in the
                // future.
                Map.entry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)),
                Map.entry("unclean.leader.election.enable", "false"),
                Map.entry("min.insync.replicas", Integer.toString(settings.minInsyncReplicas())));
    }

    private static List<Demand> replication(TopicSettings settings) {
        return List.of(
                new Demand.Exactly("unclean.leader.election.enable", "false"),
                new Demand.AtLeast("min.insync.replicas", settings.minInsyncReplicas()));
    }
}
