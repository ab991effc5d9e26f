package io.shiplog.reconcilers.assignments;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which ConfigMaps and Secrets the pods of every node name. One thread owns it. */
final class NamedObjects {
    /** By object and node, how many pods of the node name it. */
    private final Map<ObjectRef, Map<String, Integer>> nodes = new HashMap<>();

    private final Map<ObjectKey, Naming> pods = new HashMap<>();

    private record Naming(String node, Set<ObjectRef> objects) {}

    /**
     * What a pod's naming has changed.
     *
     * @param added the objects that nothing of its node named before
     * @param left the objects that nothing of its node names any more
     */
    record Difference(Set<ObjectRef> added, Set<ObjectRef> left) {}

    /** Notes what a pod of {@code node} names, in place of what it named before. */
    Difference set(ObjectKey pod, String node, Set<ObjectRef> objects) {
        Naming before = objects.isEmpty() ? pods.remove(pod) : pods.put(pod, new Naming(node, Set.copyOf(objects)));
        var added = new LinkedHashSet<ObjectRef>();
        for (ObjectRef object : objects) {
            if (count(object, node, 1) == 1) {
                added.add(object);
            }
        }
        var left = new LinkedHashSet<ObjectRef>();
        if (before != null) {
            for (ObjectRef object : before.objects()) {
                if (count(object, before.node(), -1) == 0) {
                    left.add(object);
                }
            }
        }
        return new Difference(added, left);
    }

    /** Forgets a pod: the objects that nothing of its node names any more. */
    Set<ObjectRef> remove(ObjectKey pod) {
        return set(pod, "", Set.of()).left();
    }

    /** The nodes whose pods name the object. */
    Set<String> nodes(ObjectRef object) {
        return Set.copyOf(nodes.getOrDefault(object, Map.of()).keySet());
    }

    /** Whether a pod of the node names the object. */
    boolean names(String node, ObjectRef object) {
        return nodes.getOrDefault(object, Map.of()).containsKey(node);
    }

    /** Counts a pod more or less: how many there are now. */
    private int count(ObjectRef object, String node, int more) {
        Map<String, Integer> counts = nodes.computeIfAbsent(object, _ -> new HashMap<>());
        Integer now = counts.merge(node, more, (a, b) -> a + b == 0 ? null : a + b);
        if (counts.isEmpty()) {
            nodes.remove(object);
        }
        return now == null ? 0 : now;
    }
}
