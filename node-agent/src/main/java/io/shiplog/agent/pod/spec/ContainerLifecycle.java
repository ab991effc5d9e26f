package io.shiplog.agent.pod.spec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What accompanies a container from its start to its end: its probes, its hooks, the signal that ends it.
 *
 * @param stopSignal null for the image's own
 */
public record ContainerLifecycle(
        @Nullable Probe startup,
        @Nullable Probe liveness,
        @Nullable Probe readiness,
        Hooks hooks,
        @Nullable String stopSignal) {

    /** What runs when a container has started, and before it ends. */
    public record Hooks(
            @Nullable Action postStart, @Nullable Action preStop) {}

    static ContainerLifecycle read(JsonNode container) {
        JsonNode lifecycle = container.path("lifecycle");
        return new ContainerLifecycle(
                JsonParts.part(container, "startupProbe", Probe::read),
                JsonParts.part(container, "livenessProbe", Probe::read),
                JsonParts.part(container, "readinessProbe", Probe::read),
                new Hooks(
                        JsonParts.part(lifecycle, "postStart", Action::read),
                        JsonParts.part(lifecycle, "preStop", Action::read)),
                lifecycle.path("stopSignal").asString(null));
    }
}
