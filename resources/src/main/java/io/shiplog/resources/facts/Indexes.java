package io.shiplog.resources.facts;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Services;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** By what facts pods and Services are found, so that nobody looks at all of them because of one. */
public final class Indexes {
    private static final GroupResource PODS = Pods.RESOURCE;
    private static final GroupResource SERVICES = Services.RESOURCE;

    /** Bound pods by the name of their node. */
    public static final Index PODS_BY_NODE = Index.of("node", PODS, pod -> {
        String node = PodFacts.of(pod).node();
        return node == null ? List.of() : List.of(node);
    });

    /** Pods by {@link #label}, each of theirs. */
    public static final Index PODS_BY_LABEL = Index.of(
            "label",
            PODS,
            pod -> pod.facts().labels().entrySet().stream()
                    .map(label -> label(pod.key().namespace(), label))
                    .toList());

    /** Services by {@link #label}, each of those that they select by. */
    private static final Index SERVICES_BY_LABEL = Index.of(
            "selected label",
            SERVICES,
            service -> ServiceFacts.of(service).selector().entrySet().stream()
                    .map(label -> label(service.key().namespace(), label))
                    .toList());

    /** Services by all labels that they select by. */
    private static final Index SERVICES_BY_SELECTOR = Index.of(
            "selector",
            SERVICES,
            service -> List.of(selector(
                    service.key().namespace(),
                    new TreeMap<>(ServiceFacts.of(service).selector()).entrySet())));

    /**
     * So many labels of one pod are combined; with more of them, Services are looked at that select by some of them
     * only.
     */
    private static final int COMBINED = 8;

    private Indexes() {}

    /** How a label of the objects of a namespace is written in an index. */
    public static String label(String namespace, Map.Entry<String, String> label) {
        return namespace + "/" + label.getKey() + "=" + label.getValue();
    }

    /** The pods of a namespace with all labels of {@code selector}, which has one at least, in key order. */
    public static List<StoredObject> pods(View view, String namespace, Map<String, String> selector) {
        Collection<StoredObject> fewest = null;
        for (Map.Entry<String, String> label : selector.entrySet()) {
            Collection<StoredObject> found = view.by(PODS_BY_LABEL, label(namespace, label));
            fewest = fewest == null || found.size() < fewest.size() ? found : fewest;
        }
        if (fewest == null) {
            throw new IllegalArgumentException("a selector without labels selects nothing");
        }
        return fewest.stream()
                .filter(pod -> pod.facts().labels().entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    /**
     * The Services of a namespace that select an object with {@code labels}: those whose whole selector is some of
     * them. Each combination is looked for, of the labels that are selected at all, so that a label which many Services
     * have in common costs nothing.
     */
    public static List<StoredObject> services(View view, String namespace, Map<String, String> labels) {
        List<Map.Entry<String, String>> selected = new TreeMap<>(labels)
                .entrySet().stream()
                        .filter(label -> !view.by(SERVICES_BY_LABEL, label(namespace, label))
                                .isEmpty())
                        .toList();
        var services = new LinkedHashSet<StoredObject>();
        if (selected.size() > COMBINED) {
            for (Map.Entry<String, String> label : selected) {
                for (StoredObject service : view.by(SERVICES_BY_LABEL, label(namespace, label))) {
                    if (labels.entrySet()
                            .containsAll(ServiceFacts.of(service).selector().entrySet())) {
                        services.add(service);
                    }
                }
            }
            return List.copyOf(services);
        }
        for (int combination = 1; combination < 1 << selected.size(); combination++) {
            var some = new ArrayList<Map.Entry<String, String>>();
            for (int i = 0; i < selected.size(); i++) {
                if ((combination & 1 << i) != 0) {
                    some.add(selected.get(i));
                }
            }
            services.addAll(view.by(SERVICES_BY_SELECTOR, selector(namespace, some)));
        }
        return List.copyOf(services);
    }

    /** How labels in the order of their keys are written in an index. */
    private static String selector(String namespace, Collection<Map.Entry<String, String>> labels) {
        var text = new StringBuilder(namespace).append('/');
        labels.forEach(label ->
                text.append(label.getKey()).append('=').append(label.getValue()).append(','));
        return text.toString();
    }
}
