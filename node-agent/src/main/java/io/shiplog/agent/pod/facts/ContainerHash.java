package io.shiplog.agent.pod.facts;

import io.fabric8.kubernetes.api.model.Container;

/** Tells whether a container's definition has changed: the fields of a pod that can change in place are its images. */
public final class ContainerHash {
    private ContainerHash() {}

    public static String of(Container container) {
        return Integer.toHexString((container.getName() + "\n" + container.getImage()).hashCode());
    }
}
