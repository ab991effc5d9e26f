package io.shiplog.agent.pod.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A probe of a container, with upstream's defaults for what it does not say.
 *
 * @param successes so many in a row change its verdict, at least 1
 * @param failures so many in a row change its verdict, at least 1
 * @param grace how long the container gets to end that it finds sick; null for as long as its pod's
 */
public record Probe(
        Action action,
        Timing timing,
        int successes,
        int failures,
        @Nullable Duration grace) {

    /**
     * When a probe runs, and how long.
     *
     * @param period a second at least
     * @param timeout a second at least
     */
    public record Timing(Duration initialDelay, Duration period, Duration timeout) {}

    public static Probe read(JsonNode probe) {
        Long grace = JsonParts.number(probe, "terminationGracePeriodSeconds");
        return new Probe(
                Action.read(probe),
                new Timing(
                        Duration.ofSeconds(JsonParts.number(probe, "initialDelaySeconds", 0)),
                        Duration.ofSeconds(Math.max(1, JsonParts.number(probe, "periodSeconds", 10))),
                        Duration.ofSeconds(Math.max(1, JsonParts.number(probe, "timeoutSeconds", 1)))),
                Math.max(1, JsonParts.number(probe, "successThreshold", 1)),
                Math.max(1, JsonParts.number(probe, "failureThreshold", 3)),
                grace == null ? null : JsonParts.seconds(grace));
    }
}
