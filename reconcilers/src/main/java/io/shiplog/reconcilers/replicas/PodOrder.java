package io.shiplog.reconcilers.replicas;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.PodFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which pod is the first to go when there are too many (pkg/controller's ActivePodsWithRanks, v1.34): not bound before
 * bound; pending before running; not ready before ready; the lower deletion cost; the node that holds more of the
 * related pods; ready for a shorter time; more restarts, those of sidecars last; younger. Times are compared by their
 * order of magnitude, so that a little older is not always spared.
 *
 * <p>Trap: like upstream's, this is no total order. Pods that became ready in different seconds of one magnitude are
 * told apart by their uids, others by their restarts, so three pods can each come before the next. Whoever uses it must
 * not hand it to a sort that checks its comparator: {@link #first} takes as many as are needed from a heap.
 */
record PodOrder(Map<String, Integer> relatedPerNode, Instant now) implements Comparator<StoredObject> {
    /** Older than this is all the same: a status may name any year. */
    private static final Duration OLDEST = Duration.ofNanos(1L << 62);

    PodOrder {
        relatedPerNode = Map.copyOf(relatedPerNode);
    }

    /** The {@code count} pods that go first. */
    List<StoredObject> first(Collection<StoredObject> pods, int count) {
        var heap = new PriorityQueue<StoredObject>(Math.max(1, pods.size()), this);
        heap.addAll(pods);
        var first = new ArrayList<StoredObject>(count);
        while (first.size() < count && !heap.isEmpty()) {
            first.add(heap.remove());
        }
        return first;
    }

    @Override
    public int compare(StoredObject storedA, StoredObject storedB) {
        PodFacts a = PodFacts.of(storedA);
        PodFacts b = PodFacts.of(storedB);
        int uid = storedA.uid().compareTo(storedB.uid());
        int bound = Boolean.compare(a.node() != null, b.node() != null);
        if (bound != 0) {
            return bound;
        }
        int phase = Integer.compare(phaseRank(a), phaseRank(b));
        if (phase != 0) {
            return phase;
        }
        int ready = Boolean.compare(a.isReady(), b.isReady());
        if (ready != 0) {
            return ready;
        }
        int cost = Integer.compare(a.wishes().deletionCost(), b.wishes().deletionCost());
        if (cost != 0) {
            return cost;
        }
        int crowded = Integer.compare(relatedOnNode(b), relatedOnNode(a));
        if (crowded != 0) {
            return crowded;
        }
        if (a.isReady() && b.isReady()) {
            int age = byAge(a.readySince(), b.readySince(), uid);
            if (age != 0) {
                return age;
            }
        }
        int restarts = Integer.compare(b.restarts().containers(), a.restarts().containers());
        if (restarts != 0) {
            return restarts;
        }
        int sidecars = Integer.compare(b.restarts().sidecars(), a.restarts().sidecars());
        if (sidecars != 0) {
            return sidecars;
        }
        int age = byAge(a.life().created(), b.life().created(), uid);
        return age != 0 ? age : uid;
    }

    /** Zero when the times are the same; a difference within one order of magnitude is decided by the uid. */
    private int byAge(@Nullable Instant timeOfA, @Nullable Instant timeOfB, int uid) {
        if (timeOfA == null || timeOfB == null) {
            return Boolean.compare(timeOfA != null, timeOfB != null);
        }
        if (timeOfA.equals(timeOfB)) {
            return 0;
        }
        int magnitude = Integer.compare(magnitude(timeOfA), magnitude(timeOfB));
        return magnitude != 0 ? magnitude : uid;
    }

    private int magnitude(Instant since) {
        Duration age = Duration.between(since, now);
        if (!age.isPositive()) {
            return -1;
        }
        return age.compareTo(OLDEST) < 0 ? 63 - Long.numberOfLeadingZeros(age.toNanos()) : 62;
    }

    private int relatedOnNode(PodFacts pod) {
        String node = pod.node();
        return node == null ? 0 : relatedPerNode.getOrDefault(node, 0);
    }

    private static int phaseRank(PodFacts pod) {
        return switch (pod.life().phase()) {
            case "Pending" -> 0;
            case "Running" -> 2;
            default -> 1;
        };
    }
}
