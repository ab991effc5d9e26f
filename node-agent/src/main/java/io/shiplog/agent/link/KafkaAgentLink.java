package io.shiplog.agent.link;

import io.shiplog.journal.codec.Report;
import io.shiplog.journal.codec.ReportCodec;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.NodeWay;
import io.shiplog.journal.streams.NodePartition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The link over Kafka, by plain clients: one consumer thread and one producer thread for all nodes of the process.
 * Reads the assignments from their beginning at each start; writes reports.
 */
public final class KafkaAgentLink implements AgentLink {
    private final ClusterConfig cluster;
    private final NodeWay way;
    private final Set<String> nodes;
    private final ReportSender sender;
    private @Nullable AssignmentReader reader;

    /** The link of nodes that share their topics with others. */
    public KafkaAgentLink(ClusterConfig cluster, Set<String> nodes) {
        this(cluster, NodeWay.shared(cluster), nodes);
    }

    /** @param way the topics of these nodes */
    public KafkaAgentLink(ClusterConfig cluster, NodeWay way, Set<String> nodes) {
        this.cluster = cluster;
        this.way = way;
        this.nodes = Set.copyOf(nodes);
        this.sender = new ReportSender(cluster, way.reports());
    }

    @Override
    public synchronized void start(AssignmentListener listener) {
        reader = new AssignmentReader(cluster, way, nodes, listener, this::stale);
    }

    @Override
    public void publish(Report report) {
        sender.publish(new ReportQueue.Entry(report.node(), report.key(), ReportCodec.encode(report)));
    }

    @Override
    public void withdraw(String node, String podUid) {
        stale(node + "/" + podUid);
    }

    private void stale(String key) {
        sender.publish(new ReportQueue.Entry(NodePartition.node(key), key, null));
    }

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
        }
        sender.close();
    }
}
