package io.shiplog.reconcilers.nodelifecycle;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.facts.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How many nodes of one zone fail at the same time, and how fast they may lose their pods
 * (node_lifecycle_controller.go, v1.34): one node in ten seconds. When more than half of a zone fails, the fault is
 * rather in what connects it: then a small zone evicts nobody more, a large one a tenth as fast. Upstream counts in its
 * process' memory; here the time of the taints is what is counted, which a restart does not forget.
 *
 * @param ready how many nodes are ready
 * @param unready how many are not
 * @param lastEviction when another node of the zone began to lose its pods, as far as it still does; null if none does
 */
record ZoneHealth(int ready, int unready, @Nullable Instant lastEviction) {
    /** One divided by {@code --node-eviction-rate}. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** One divided by {@code --secondary-node-eviction-rate}. */
    static final Duration LONG_PAUSE = Duration.ofSeconds(100);

    /** {@code --large-cluster-size-threshold}. */
    static final int SMALL = 50;

    /** {@code --unhealthy-zone-threshold}. */
    private static final double DISRUPTED = 0.55;

    /** Fewer are no disruption, however small the zone. */
    private static final int FEW = 2;

    /** The zone of {@code node}, as it is at {@code now}. */
    static ZoneHealth around(View view, StoredObject node, Instant now) {
        String zone = NodeHealth.zone(node);
        Collection<StoredObject> unready = view.by(NodeHealth.UNREADY, zone);
        Instant last = null;
        for (StoredObject other : unready) {
            Instant since = other.key().equals(node.key()) ? null : evictsSince(other);
            // A time that is still to come is a clock's jump, and must not hold up anybody until then.
            boolean later = since != null && !since.isAfter(now) && (last == null || since.isAfter(last));
            last = later ? since : last;
        }
        return new ZoneHealth(view.by(NodeHealth.READY, zone).size(), unready.size(), last);
    }

    /** From when on one more node may lose its pods; null: not before other nodes are ready again. */
    @Nullable
    Instant next() {
        boolean disrupted = unready > FEW && unready >= DISRUPTED * (ready + unready);
        if (disrupted && ready + unready <= SMALL) {
            return null;
        }
        return lastEviction == null ? Instant.EPOCH : lastEviction.plus(disrupted ? LONG_PAUSE : PAUSE);
    }

    /** Since when the node loses its pods for being unready; null when it does not. */
    static @Nullable Instant evictsSince(StoredObject stored) {
        for (Taint taint : NodeFacts.of(stored).taints()) {
            boolean ours = NodeTaints.NOT_READY.equals(taint.key()) || NodeTaints.UNREACHABLE.equals(taint.key());
            if (ours && NodeTaints.NO_EXECUTE.equals(taint.effect())) {
                return taint.added() == null ? Instant.EPOCH : taint.added();
            }
        }
        return null;
    }
}
