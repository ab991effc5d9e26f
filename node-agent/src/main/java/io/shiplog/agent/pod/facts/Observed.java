package io.shiplog.agent.pod.facts;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.EngineContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a pod on this node.
 *
 * @param sandboxes newest first
 * @param containers of all attempts, newest attempt first
 * @param messages termination messages by container id
 * @param volumes whether the machine has files of the pod
 */
public record Observed(
        List<EngineContainer> sandboxes,
        List<EngineContainer> containers,
        Map<String, String> messages,
        boolean volumes,
        PodMemory memory) {

    /** Sorts what the engine lists for a pod. */
    public static Observed of(
            List<EngineContainer> all, Map<String, String> messages, boolean volumes, PodMemory memory) {
        var sandboxes = new ArrayList<EngineContainer>();
        var containers = new ArrayList<EngineContainer>();
        for (EngineContainer one : all) {
            (one.label(ContainerLabels.TYPE).equals(ContainerLabels.SANDBOX) ? sandboxes : containers).add(one);
        }
        sandboxes.sort(Comparator.comparing(EngineContainer::createdAt).reversed());
        containers.sort(Comparator.comparingInt(Observed::attempt).reversed());
        return new Observed(sandboxes, containers, Map.copyOf(messages), volumes, memory);
    }

    /** The sandbox that containers are started in, null when none runs. */
    @Nullable
    public EngineContainer sandbox() {
        return !sandboxes.isEmpty() && sandboxes.getFirst().running() ? sandboxes.getFirst() : null;
    }

    /** All instances of a container, newest attempt first. */
    public List<EngineContainer> instances(String container) {
        return containers.stream()
                .filter(one -> one.label(ContainerLabels.CONTAINER_NAME).equals(container))
                .toList();
    }

    static int attempt(EngineContainer container) {
        String text = container.label(ContainerLabels.RESTART_COUNT);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    public boolean empty() {
        return sandboxes.isEmpty() && containers.isEmpty();
    }
}
