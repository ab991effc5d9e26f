package io.shiplog.reconcilers.namespace;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is left in a namespace that is being deleted.
 *
 * @param byResource the objects per resource, only resources that have some
 */
record NamespaceContent(Map<GroupResource, List<StoredObject>> byResource) {

    static NamespaceContent of(View view, String namespace) {
        Map<GroupResource, List<StoredObject>> content = new TreeMap<>();
        for (GroupResource resource : view.resources()) {
            List<StoredObject> objects = List.copyOf(view.list(resource, namespace));
            if (!objects.isEmpty()) {
                content.put(resource, objects);
            }
        }
        return new NamespaceContent(content);
    }

    boolean isEmpty() {
        return byResource.isEmpty();
    }

    List<StoredObject> of(GroupResource resource) {
        return byResource.getOrDefault(resource, List.of());
    }

    List<StoredObject> all() {
        var all = new ArrayList<StoredObject>();
        byResource.values().forEach(all::addAll);
        return all;
    }

    /** Upstream's words: {@code pods. has 2 resource instances, secrets. has 1 resource instances}. */
    String remaining() {
        return byResource.entrySet().stream()
                .map(entry -> entry.getKey().resource() + "." + entry.getKey().group() + " has "
                        + entry.getValue().size() + " resource instances")
                .collect(Collectors.joining(", "));
    }

    /** Finalizers that hold the content, with how many objects each holds, or empty. */
    String finalizers() {
        Map<String, Integer> counts = new TreeMap<>();
        for (StoredObject object : all()) {
            object.facts().finalizers().forEach(finalizer -> counts.merge(finalizer, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " in " + entry.getValue() + " resource instances")
                .collect(Collectors.joining(", "));
    }
}
