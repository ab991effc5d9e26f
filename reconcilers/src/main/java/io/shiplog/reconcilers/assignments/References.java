package io.shiplog.reconcilers.assignments;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.reconcilers.objects.Resources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which assigned pods name a ConfigMap or a Secret, so that a change of it is a matter of these pods only. One thread owns it. */
final class References {
    static final GroupResource SECRETS = GroupResource.core("secrets");

    private final Map<ObjectRef, Set<ObjectKey>> pods = new HashMap<>();
    private final Map<ObjectKey, Set<ObjectRef>> named = new HashMap<>();

    /** Notes what a pod names, in place of what it named before. */
    void set(ObjectKey pod, PodReferences references) {
        Set<ObjectRef> refs = refs(pod.namespace(), references);
        if (refs.equals(named.getOrDefault(pod, Set.of()))) {
            return;
        }
        remove(pod);
        if (!refs.isEmpty()) {
            named.put(pod, refs);
            refs.forEach(
                    ref -> pods.computeIfAbsent(ref, _ -> new LinkedHashSet<>()).add(pod));
        }
    }

    /** Forgets a pod. */
    void remove(ObjectKey pod) {
        Set<ObjectRef> refs = named.remove(pod);
        if (refs != null) {
            for (ObjectRef ref : refs) {
                pods.computeIfPresent(ref, (_, others) -> others.remove(pod) && others.isEmpty() ? null : others);
            }
        }
    }

    /** The pods that name the object. */
    Set<ObjectKey> podsNaming(ObjectRef object) {
        return Set.copyOf(pods.getOrDefault(object, Set.of()));
    }

    private static Set<ObjectRef> refs(String namespace, PodReferences references) {
        var refs = new HashSet<ObjectRef>();
        references.configMaps().forEach(name -> refs.add(ref(Resources.CONFIG_MAPS, namespace, name)));
        references.secrets().forEach(name -> refs.add(ref(SECRETS, namespace, name)));
        return refs;
    }

    private static ObjectRef ref(GroupResource resource, String namespace, String name) {
        return new ObjectRef(resource, new ObjectKey(namespace, name));
    }
}
