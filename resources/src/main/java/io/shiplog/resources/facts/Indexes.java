package io.shiplog.resources.facts;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** By what facts pods and Services are found, so that nobody looks at all of them because of one. */
public final class Indexes {
    private static final GroupResource PODS = GroupResource.core("pods");
    private static final GroupResource SERVICES = GroupResource.core("services");

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

    /** Services by {@link #label}, one of those that they select by: a pod without it is not selected. */
    public static final Index SERVICES_BY_LABEL = Index.of(
            "selected label",
            SERVICES,
            service -> ServiceFacts.of(service).selector().entrySet().stream()
                    .map(label -> label(service.key().namespace(), label))
                    .limit(1)
                    .toList());

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
}
