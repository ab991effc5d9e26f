package io.shiplog.reconcilers.relay;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks which nodes have joined, as their topics show, and relays for them. A cluster that nobody joined pays for the
 * look only. Its own thread looks; two more relay.
 */
public final class NodeRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRelay.class);
    /** How long it takes at most until a node that joined is noticed. */
    private static final Duration PACE = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ClusterConfig cluster;
    private final Admin admin;
    private final Thread thread;
    private @Nullable AssignmentRelay assignments;
    private @Nullable ReportRelay reports;

    private NodeRelay(ClusterConfig cluster) {
        this.cluster = cluster;
        var settings = cluster.clientSettings();
        settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        this.admin = Admin.create(settings);
        this.thread = Thread.ofPlatform().daemon().name("node-relay").unstarted(this::run);
    }

    /** Starts and returns at once. */
    public static NodeRelay start(ClusterConfig cluster) {
        var relay = new NodeRelay(cluster);
        relay.thread.start();
        return relay;
    }

    private void run() {
        try {
            while (true) {
                look();
                Thread.sleep(PACE);
            }
        } catch (InterruptedException e) {
            // closing
        }
    }

    private void look() throws InterruptedException {
        try {
            Set<String> topics = admin.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .filter(topic -> Topics.reporting(cluster, topic).isPresent())
                    .collect(Collectors.toSet());
            relay(topics);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("cannot tell which nodes have joined", e);
        }
    }

    private synchronized void relay(Set<String> topics) {
        if (reports == null && !topics.isEmpty()) {
            var forNodes = AssignmentRelay.start(cluster);
            assignments = forNodes;
            reports = ReportRelay.start(cluster, forNodes::relayFor);
        }
        if (reports != null) {
            reports.listen(topics);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (reports != null) {
                reports.close();
            }
            if (assignments != null) {
                assignments.close();
            }
        }
        admin.close(Duration.ZERO);
    }
}
