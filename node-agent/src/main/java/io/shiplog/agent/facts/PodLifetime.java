package io.shiplog.agent.facts;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * How long a pod is to live.
 *
 * @param deleting whether somebody asked for its deletion
 * @param grace how long its containers get to end: what the deletion said, else what the pod says, else 30 s
 * @param restartPolicy of containers that say none of their own
 */
public record PodLifetime(boolean deleting, Duration grace, String restartPolicy) {
    private static final long DEFAULT_GRACE_SECONDS = 30;

    static PodLifetime read(JsonNode metadata, JsonNode spec) {
        long specified = spec.path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
        long seconds = metadata.path("deletionGracePeriodSeconds").asLong(specified);
        return new PodLifetime(
                !JsonParts.text(metadata, "deletionTimestamp").isEmpty(),
                Duration.ofSeconds(seconds),
                spec.path("restartPolicy").asString("Always"));
    }
}
