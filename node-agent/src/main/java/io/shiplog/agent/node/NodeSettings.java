package io.shiplog.agent.node;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node as it registers itself.
 *
 * @param labels beside those that every node has
 * @param taints as {@code key=value:effect} or {@code key:effect}
 * @param capacity what it can give, where that differs from the engine's machine
 */
public record NodeSettings(
        String name, String internalIp, Map<String, String> labels, List<String> taints, Capacity capacity) {
    public NodeSettings {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }

    /** A node without labels or taints of its own that gives what its machine has. */
    public static NodeSettings of(String name, String internalIp) {
        return new NodeSettings(name, internalIp, Map.of(), List.of(), Capacity.OF_MACHINE);
    }

    /**
     * What a node can give; null where the machine decides.
     *
     * @param cpu as a quantity, {@code 4} or {@code 500m}
     * @param memory as a quantity, {@code 8Gi}
     * @param pods how many pods at most
     */
    public record Capacity(@Nullable String cpu, @Nullable String memory, int pods) {
        public static final Capacity OF_MACHINE = new Capacity(null, null, 110);
    }
}
