package io.shiplog.scheduler.cluster;

import io.shiplog.objects.ObjectFacts;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.selector.LabelRequirement;
import io.shiplog.resources.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * What plugins know beside nodes and pods. Immutable, shared structure.
 *
 * @param namespaces labels by namespace
 * @param services the selectors of services, by namespace and name
 * @param controllers the selectors of ReplicationControllers, ReplicaSets and StatefulSets, by uid
 * @param budgets PodDisruptionBudgets
 * @param priorities PriorityClasses, by name
 */
public record ClusterContext(
        HashPMap<String, Map<String, String>> namespaces,
        HashPMap<String, HashPMap<String, Map<String, String>>> services,
        HashPMap<String, LabelSelector> controllers,
        HashPMap<ObjectKey, Budget> budgets,
        HashPMap<String, PriorityClass> priorities) {
    public static final ClusterContext NONE = new ClusterContext(
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty());

    /**
     * A PriorityClass.
     *
     * @param globalDefault whether pods that name no class have it
     */
    public record PriorityClass(int value, boolean globalDefault, boolean neverPreempts) {}

    /** The labels of a namespace, none when it is unknown. */
    public Map<String, String> namespaceLabels(String namespace) {
        return namespaces.getOrDefault(namespace, Map.of());
    }

    /**
     * The pods that count as one group with {@code pod} when it says nothing of spreading: those that its services and
     * its controller select. Without either, {@link LabelSelector#EVERYTHING} of no requirements, which stands for no
     * group.
     */
    public LabelSelector groupOf(PodInfo pod) {
        var merged = new TreeMap<String, String>();
        services.getOrDefault(pod.key().namespace(), HashTreePMap.empty())
                .values()
                .forEach(selector -> {
                    if (!selector.isEmpty() && pod.labels().entrySet().containsAll(selector.entrySet())) {
                        merged.putAll(selector);
                    }
                });
        List<LabelRequirement> byService = merged.entrySet().stream()
                .map(label -> LabelRequirement.equal(label.getKey(), label.getValue()))
                .toList();
        ObjectFacts.Owner controller = pod.controller();
        LabelSelector byController = controller == null ? null : controllers.get(controller.uid());
        return (byController == null ? LabelSelector.EVERYTHING : byController).and(byService);
    }

    public ClusterContext withNamespace(String name, @Nullable Map<String, String> labels) {
        return new ClusterContext(changed(namespaces, name, labels), services, controllers, budgets, priorities);
    }

    public ClusterContext withService(ObjectKey key, @Nullable Map<String, String> selector) {
        var of = services.getOrDefault(key.namespace(), HashTreePMap.empty());
        var next = services.plus(key.namespace(), changed(of, key.name(), selector));
        return new ClusterContext(namespaces, next, controllers, budgets, priorities);
    }

    public ClusterContext withController(String uid, @Nullable LabelSelector selector) {
        return new ClusterContext(namespaces, services, changed(controllers, uid, selector), budgets, priorities);
    }

    public ClusterContext withBudget(ObjectKey key, @Nullable Budget budget) {
        return new ClusterContext(namespaces, services, controllers, changed(budgets, key, budget), priorities);
    }

    public ClusterContext withPriorityClass(String name, @Nullable PriorityClass priorityClass) {
        return new ClusterContext(namespaces, services, controllers, budgets, changed(priorities, name, priorityClass));
    }

    private static <K, V> HashPMap<K, V> changed(HashPMap<K, V> map, K key, @Nullable V value) {
        return value == null ? map.minus(key) : map.plus(key, value);
    }
}
