package io.shiplog.resources.facts;

import io.shiplog.objects.Interning;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The objects that a pod names, which its node needs beside it, by name in the pod's own namespace; each in order and
 * once.
 *
 * @param configMaps ConfigMaps of volumes, projected volumes and environments
 * @param secrets Secrets of the same, and those that pull its images
 */
public record NeededObjects(List<String> configMaps, List<String> secrets) {
    static final NeededObjects NONE = new NeededObjects(List.of(), List.of());

    public NeededObjects {
        configMaps = List.copyOf(configMaps);
        secrets = List.copyOf(secrets);
    }

    static NeededObjects of(Collection<String> configMaps, Collection<String> secrets) {
        return configMaps.isEmpty() && secrets.isEmpty()
                ? NONE
                : Interning.one(new NeededObjects(sorted(configMaps), sorted(secrets)));
    }

    private static List<String> sorted(Collection<String> names) {
        var sorted = new TreeSet<>(names);
        sorted.remove("");
        return List.copyOf(sorted);
    }
}
