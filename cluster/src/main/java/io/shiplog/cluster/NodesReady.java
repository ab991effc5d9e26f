package io.shiplog.cluster;

import io.shiplog.journal.State;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.Subscription;
import io.shiplog.journal.replica.WatchEnd;
import io.shiplog.journal.replica.WatchEvent;
import io.shiplog.journal.replica.WatchListener;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.kinds.cluster.Nodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Waits until nodes are Ready, by watching a replica. */
final class NodesReady {
    private static final GroupResource NODES = Nodes.RESOURCE;
    private static final JsonMapper JSON = JsonMapper.shared();

    private NodesReady() {}

    /** Completes when every node of {@code names} exists and is Ready. */
    static CompletableFuture<Void> of(Replica replica, Set<String> names) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Set<String> missing = new HashSet<>(names);
        State now = replica.state();
        now.list(NODES).forEach(node -> strike(missing, node));
        if (missing.isEmpty()) {
            ready.complete(null);
            return ready;
        }
        Subscription watch =
                replica.follow(NODES, now.resourceVersion(), ForkJoinPool.commonPool(), new WatchListener() {
                    @Override
                    public void events(List<WatchEvent> events, long resourceVersion) {
                        events.forEach(event -> strike(missing, event.object()));
                        if (missing.isEmpty()) {
                            ready.complete(null);
                        }
                    }

                    @Override
                    public void ended(WatchEnd reason) {
                        ready.completeExceptionally(new IllegalStateException("the watch of nodes ended: " + reason));
                    }
                });
        return ready.whenComplete((done, failure) -> watch.close());
    }

    private static void strike(Set<String> missing, StoredObject node) {
        for (JsonNode condition : JSON.readTree(node.json()).path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Ready")
                    && condition.path("status").asString("").equals("True")) {
                missing.remove(node.key().name());
            }
        }
    }
}
