package io.shiplog.cluster.fork;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Trees;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long rollouts took: from a change of the specification of a Deployment, StatefulSet or DaemonSet until all of its
 * pods are as it says and available, as {@code kubectl rollout status} has it. Used by one thread.
 */
public final class Rollouts {
    private static final GroupResource DAEMON_SETS = new GroupResource("daemonsets", "apps");
    private static final List<GroupResource> RESOURCES =
            List.of(new GroupResource("deployments", "apps"), new GroupResource("statefulsets", "apps"), DAEMON_SETS);

    private final Map<ObjectRef, Instant> underway = new TreeMap<>();
    private final List<Rollout> over = new ArrayList<>();

    /**
     * One rollout.
     *
     * @param took null when it had not come to its end
     */
    public record Rollout(ObjectRef ref, @Nullable Duration took) {}

    /** Takes the next change. */
    public void next(Instant time, Change change) {
        StoredObject after = change.after();
        if (!RESOURCES.contains(change.resource())) {
            return;
        }
        ObjectRef ref = new ObjectRef(
                change.resource(),
                new ObjectKey(change.key().namespace(), change.key().name()));
        if (after == null) {
            underway.remove(ref);
            return;
        }
        StoredObject before = change.before();
        ObjectNode now = Trees.of(after);
        if (before == null || generation(Trees.of(before)) < generation(now)) {
            underway.put(ref, time);
        }
        Instant since = underway.get(ref);
        if (since != null && isOver(change.resource(), now)) {
            underway.remove(ref);
            over.add(new Rollout(ref, Duration.between(since, time)));
        }
    }

    private static long generation(ObjectNode object) {
        return Trees.number(object, 0, "metadata", "generation");
    }

    private static boolean isOver(GroupResource resource, ObjectNode object) {
        boolean daemons = resource.equals(DAEMON_SETS);
        long wanted = daemons
                ? Trees.number(object, -1, "status", "desiredNumberScheduled")
                : Trees.number(object, 1, "spec", "replicas");
        long updated = Trees.number(object, 0, "status", daemons ? "updatedNumberScheduled" : "updatedReplicas");
        long available = Trees.number(object, 0, "status", daemons ? "numberAvailable" : "availableReplicas");
        long all = daemons ? wanted : Trees.number(object, 0, "status", "replicas");
        return Trees.number(object, 0, "status", "observedGeneration") >= generation(object)
                && updated == wanted
                && available == wanted
                && all == wanted;
    }

    /** All, in the order of their ends; those that had none last. */
    public List<Rollout> all() {
        List<Rollout> all = new ArrayList<>(over);
        underway.keySet().forEach(ref -> all.add(new Rollout(ref, null)));
        return all;
    }
}
