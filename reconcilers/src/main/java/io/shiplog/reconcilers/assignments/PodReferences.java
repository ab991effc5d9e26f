package io.shiplog.reconcilers.assignments;

import io.shiplog.journal.codec.AssignedPod;
import io.shiplog.journal.codec.AssignedService;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.config.Configuration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names, in the pod's own namespace, of what its node needs beside it.
 *
 * @param configMaps ConfigMaps of volumes, projected volumes and environments
 * @param secrets Secrets of the same, and those that pull its images
 */
record PodReferences(List<String> configMaps, List<String> secrets) {
    static final GroupResource CONFIG_MAPS = Configuration.CONFIG_MAPS.resource();
    static final GroupResource SECRETS = Configuration.SECRETS.resource();

    /** The objects that these are in {@code namespace}. */
    Set<ObjectRef> in(String namespace) {
        var objects = new LinkedHashSet<ObjectRef>();
        configMaps.forEach(name -> objects.add(new ObjectRef(CONFIG_MAPS, new ObjectKey(namespace, name))));
        secrets.forEach(name -> objects.add(new ObjectRef(SECRETS, new ObjectKey(namespace, name))));
        return objects;
    }

    /** The assignment of a pod that names these. */
    AssignedPod assigned(String node, byte[] pod, List<AssignedService> services) {
        return new AssignedPod(
                node,
                pod,
                configMaps.stream().map(AssignedPod.Named::new).toList(),
                secrets.stream().map(AssignedPod.Named::new).toList(),
                services);
    }

    static PodReferences of(PodFacts pod) {
        return new PodReferences(
                pod.wishes().needs().configMaps(), pod.wishes().needs().secrets());
    }
}
