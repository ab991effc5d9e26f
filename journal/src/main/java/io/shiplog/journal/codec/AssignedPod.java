package io.shiplog.journal.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod that a node must run.
 *
 * @param node the node's name
 * @param pod the whole Pod as JSON
 * @param configMaps the ConfigMaps of the pod's namespace that it names
 * @param secrets the Secrets of the pod's namespace that it names
 * @param services those whose addresses its containers find in their environment
 */
@SuppressWarnings("ArrayRecordComponent")
public record AssignedPod(
        String node, byte[] pod, List<Named> configMaps, List<Named> secrets, List<AssignedService> services) {
    public AssignedPod {
        configMaps = List.copyOf(configMaps);
        secrets = List.copyOf(secrets);
        services = List.copyOf(services);
    }

    /**
     * An object that the pod names.
     *
     * @param carried the object, where the pod's record carries it itself, as those of version 1 did; null where it has
     *     a record of its own
     */
    public record Named(String name, byte @Nullable [] carried) {
        /** One with a record of its own. */
        public Named(String name) {
            this(name, null);
        }
    }
}
