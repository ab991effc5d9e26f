package io.shiplog.reconcilers.replicas;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.Pods;
import io.shiplog.reconcilers.objects.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pod is the first to go when there are too many (pkg/controller's ActivePodsWithRanks, v1.34): not bound before
 * bound; pending before running; not ready before ready; the lower deletion cost; the node that holds more of the related
 * pods; ready for a shorter time; more restarts, those of sidecars last; younger. Times are compared by their order of
 * magnitude, so that a little older is not always spared.
 *
 * <p>Trap: like upstream's, this is no total order. Pods that became ready in different seconds of one magnitude are told
 * apart by their uids, others by their restarts, so three pods can each come before the next. Whoever uses it must not hand
 * it to a sort that checks its comparator: {@link #first} takes as many as are needed from a heap.
 */
record PodOrder(Map<String, Integer> relatedPerNode, Instant now) implements Comparator<Pod> {
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    PodOrder {
        relatedPerNode = Map.copyOf(relatedPerNode);
    }

    /** The {@code count} pods that go first. */
    List<StoredObject> first(Collection<StoredObject> pods, int count) {
        var heap = new PriorityQueue<StoredObject>(Math.max(1, pods.size()), (a, b) -> compare(Pods.of(a), Pods.of(b)));
        heap.addAll(pods);
        var first = new ArrayList<StoredObject>(count);
        while (first.size() < count && !heap.isEmpty()) {
            first.add(heap.remove());
        }
        return first;
    }

    @Override
    public int compare(Pod a, Pod b) {
        int bound = Boolean.compare(Pods.nodeName(a) != null, Pods.nodeName(b) != null);
        if (bound != 0) {
            return bound;
        }
        int phase = Integer.compare(phaseRank(a), phaseRank(b));
        if (phase != 0) {
            return phase;
        }
        int ready = Boolean.compare(Pods.isReady(a), Pods.isReady(b));
        if (ready != 0) {
            return ready;
        }
        int cost = Integer.compare(deletionCost(a), deletionCost(b));
        if (cost != 0) {
            return cost;
        }
        int crowded = Integer.compare(relatedOnNode(b), relatedOnNode(a));
        if (crowded != 0) {
            return crowded;
        }
        if (Pods.isReady(a) && Pods.isReady(b)) {
            int age = byAge(a, b, Pods.readySince(a), Pods.readySince(b));
            if (age != 0) {
                return age;
            }
        }
        int restarts = Integer.compare(restarts(b), restarts(a));
        if (restarts != 0) {
            return restarts;
        }
        int sidecars = Integer.compare(sidecarRestarts(b), sidecarRestarts(a));
        if (sidecars != 0) {
            return sidecars;
        }
        int age = byAge(a, b, created(a), created(b));
        return age != 0
                ? age
                : a.getMetadata().getUid().compareTo(b.getMetadata().getUid());
    }

    /** Zero when the times are the same; a difference within one order of magnitude is decided by the uid. */
    private int byAge(Pod a, Pod b, @Nullable Instant timeOfA, @Nullable Instant timeOfB) {
        if (timeOfA == null || timeOfB == null) {
            return Boolean.compare(timeOfA != null, timeOfB != null);
        }
        if (timeOfA.equals(timeOfB)) {
            return 0;
        }
        int magnitude = Integer.compare(magnitude(timeOfA), magnitude(timeOfB));
        return magnitude != 0
                ? magnitude
                : a.getMetadata().getUid().compareTo(b.getMetadata().getUid());
    }

    private int magnitude(Instant since) {
        long nanos = Duration.between(since, now).toNanos();
        return nanos <= 0 ? -1 : 63 - Long.numberOfLeadingZeros(nanos);
    }

    private int relatedOnNode(Pod pod) {
        String node = Pods.nodeName(pod);
        return node == null ? 0 : relatedPerNode.getOrDefault(node, 0);
    }

    private static @Nullable Instant created(Pod pod) {
        return Times.parse(pod.getMetadata().getCreationTimestamp());
    }

    private static int phaseRank(Pod pod) {
        return switch (Pods.phase(pod)) {
            case "Pending" -> 0;
            case "Running" -> 2;
            default -> 1;
        };
    }

    private static int deletionCost(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(DELETION_COST);
        if (text == null) {
            return 0;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            // The API refuses such an annotation; one that slipped in counts as none.
            return 0;
        }
    }

    private static int restarts(Pod pod) {
        return pod.getStatus() == null ? 0 : most(pod.getStatus().getContainerStatuses(), null);
    }

    /** Restarts of the init containers that run beside the others. */
    private static int sidecarRestarts(Pod pod) {
        List<Container> containers = pod.getSpec().getInitContainers();
        if (containers == null || containers.isEmpty() || pod.getStatus() == null) {
            return 0;
        }
        Set<String> sidecars = new HashSet<>();
        for (Container container : containers) {
            if ("Always".equals(container.getRestartPolicy())) {
                sidecars.add(container.getName());
            }
        }
        return most(pod.getStatus().getInitContainerStatuses(), sidecars);
    }

    /** The most restarts of a container, of those with {@code names} if given. */
    private static int most(@Nullable List<ContainerStatus> statuses, @Nullable Set<String> names) {
        int most = 0;
        if (statuses != null) {
            for (ContainerStatus status : statuses) {
                Integer count = status.getRestartCount();
                boolean counts = count != null && (names == null || names.contains(status.getName()));
                most = counts ? Math.max(most, count) : most;
            }
        }
        return most;
    }
}
