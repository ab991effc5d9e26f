package io.shiplog.agent.link;

import io.shiplog.agent.pod.PodAssignment;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.streams.NodePartition;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link over Kafka, by plain clients: one consumer thread and one producer thread for all nodes of the process. Reads
 * the {@code assignments} topic from its beginning at each start; writes the {@code reports} topic.
 */
public final class KafkaAgentLink implements AgentLink {
    private static final Logger log = LoggerFactory.getLogger(KafkaAgentLink.class);

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
        reader = new AssignmentReader(cluster, nodes, new WithdrawingListener(listener));
    }

    @Override
    public void publish(String node, String key, byte @Nullable [] value) {
        sender.publish(new ReportQueue.Entry(node, key, value));
    }

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
        }
        sender.close();
    }

    /** Passes assignments on and, once all are known, withdraws the reports of pods that are not among them. */
    private final class WithdrawingListener implements AssignmentListener {
        private final AssignmentListener listener;
        private final Set<String> assigned = new HashSet<>();

        WithdrawingListener(AssignmentListener listener) {
            this.listener = listener;
        }

        @Override
        public void assigned(String node, String podUid, @Nullable PodAssignment assignment) {
            if (assignment == null) {
                assigned.remove(node + "/" + podUid);
            } else {
                assigned.add(node + "/" + podUid);
            }
            listener.assigned(node, podUid, assignment);
        }

        @Override
        public void caughtUp() {
            listener.caughtUp();
            try {
                StaleReports.find(cluster, nodes, assigned).forEach(key -> publish(NodePartition.node(key), key, null));
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                log.warn("reports of pods that have gone were not looked for: {}", e.toString());
            }
        }
    }
}
