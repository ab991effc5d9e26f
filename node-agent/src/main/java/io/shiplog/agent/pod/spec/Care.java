package io.shiplog.agent.pod.spec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a container is looked after: its probes, its hooks, how it is told to end.
 *
 * @param stopSignal null for the image's own
 */
public record Care(
        @Nullable Probe startup,
        @Nullable Probe liveness,
        @Nullable Probe readiness,
        Hooks hooks,
        @Nullable String stopSignal) {

    /** What runs when a container has started, and before it ends. */
    public record Hooks(
            @Nullable Action postStart, @Nullable Action preStop) {}

    static Care read(JsonNode container) {
        JsonNode lifecycle = container.path("lifecycle");
        return new Care(
                JsonParts.part(container, "startupProbe", Probe::read),
                JsonParts.part(container, "livenessProbe", Probe::read),
                JsonParts.part(container, "readinessProbe", Probe::read),
                new Hooks(
                        JsonParts.part(lifecycle, "postStart", Action::read),
                        JsonParts.part(lifecycle, "preStop", Action::read)),
                lifecycle.path("stopSignal").asString(null));
    }
}
