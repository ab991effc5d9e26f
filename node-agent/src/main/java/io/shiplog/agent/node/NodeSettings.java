package io.shiplog.agent.node;

import java.util.ArrayList;
import java.util.HashMap;
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
    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

    public NodeSettings {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }

    /** A node without labels or taints of its own that gives what its machine has. */
    public static NodeSettings of(String name, String internalIp) {
        return new NodeSettings(name, internalIp, Map.of(), List.of(), Capacity.OF_MACHINE);
    }

    /**
     * The same as a control-plane node: with the role's label, and registered with the taint that keeps away pods that
     * do not tolerate it (kubeadm's mark, v1.34). Like every taint here it counts at the node's first registration
     * only.
     */
    public NodeSettings asControlPlane() {
        var marked = new HashMap<>(labels);
        marked.put(CONTROL_PLANE, "");
        var tainted = new ArrayList<>(taints);
        tainted.add(CONTROL_PLANE + ":NoSchedule");
        return new NodeSettings(name, internalIp, marked, tainted, capacity);
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
