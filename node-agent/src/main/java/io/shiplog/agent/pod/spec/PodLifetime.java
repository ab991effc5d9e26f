package io.shiplog.agent.pod.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How long a pod is to live.
 *
 * @param deleting whether somebody asked for its deletion
 * @param grace how long its containers get to end: what the deletion said, else what the pod says, else 30 s
 * @param restartPolicy of containers that say none of their own
 * @param deadline how long it may be active on its node, null for as long as it likes
 */
public record PodLifetime(
        boolean deleting,
        Duration grace,
        String restartPolicy,
        @Nullable Duration deadline) {
    private static final long DEFAULT_GRACE_SECONDS = 30;

    static PodLifetime read(JsonNode metadata, JsonNode spec) {
        long specified = spec.path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
        long seconds = metadata.path("deletionGracePeriodSeconds").asLong(specified);
        Long deadline = JsonParts.number(spec, "activeDeadlineSeconds");
        return new PodLifetime(
                !JsonParts.text(metadata, "deletionTimestamp").isEmpty(),
                JsonParts.seconds(seconds),
                spec.path("restartPolicy").asString("Always"),
                deadline == null ? null : JsonParts.seconds(deadline));
    }
}
