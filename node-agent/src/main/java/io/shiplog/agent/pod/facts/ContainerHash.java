package io.shiplog.agent.pod.facts;

import io.shiplog.agent.pod.spec.ContainerDefinition;

/** Tells whether a container's definition has changed: the fields of a pod that can change in place are its images. */
public final class ContainerHash {
    private ContainerHash() {}

    public static String of(ContainerDefinition container) {
        return Integer.toHexString((container.name() + "\n" + container.image().name()).hashCode());
    }
}
