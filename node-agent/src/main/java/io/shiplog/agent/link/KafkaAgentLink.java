package io.shiplog.agent.link;

import io.shiplog.journal.codec.Report;
import io.shiplog.journal.codec.ReportCodec;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.streams.NodePartition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The link over Kafka, by plain clients: one consumer thread and one producer thread for all nodes of the process.
 * Reads the {@code assignments} topic from its beginning at each start; writes the {@code reports} topic.
 */
public final class KafkaAgentLink implements AgentLink {
    private final ClusterConfig cluster;
    private final Set<String> nodes;
    private final ReportSender sender;
    private @Nullable AssignmentReader reader;

    public KafkaAgentLink(ClusterConfig cluster, Set<String> nodes) {
        this.cluster = cluster;
        this.nodes = Set.copyOf(nodes);
        this.sender = new ReportSender(cluster);
    }

    @Override
    public synchronized void start(AssignmentListener listener) {
        reader = new AssignmentReader(cluster, nodes, listener, this::stale);
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
