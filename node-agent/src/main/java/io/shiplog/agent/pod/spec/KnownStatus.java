package io.shiplog.agent.pod.spec;

import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod's status, as its node reports it or the cluster has it: its bytes, and what is asked of it often. Immutable.
 */
public final class KnownStatus {
    private final byte[] json;
    private final Facts facts;

    /**
     * What is asked of a status often.
     *
     * @param phase empty when it says none
     * @param podIp empty while the pod has none
     * @param start when the node took the pod up, null when nobody knows
     * @param running how many containers run
     * @param restarts of all containers together
     */
    public record Facts(
            String phase, String podIp, @Nullable Instant start, int running, int restarts) {}

    private KnownStatus(byte[] json, Facts facts) {
        this.json = json;
        this.facts = facts;
    }

    public static KnownStatus of(ObjectNode status) {
        String start = JsonParts.text(status, "startTime");
        int running = 0;
        int restarts = 0;
        for (JsonNode container : status.path("containerStatuses")) {
            running += container.path("state").has("running") ? 1 : 0;
            restarts += JsonParts.number(container, "restartCount", 0);
        }
        return new KnownStatus(
                Json.bytes(status),
                new Facts(
                        JsonParts.text(status, "phase"),
                        JsonParts.text(status, "podIP"),
                        parsed(start),
                        running,
                        restarts));
    }

    private static @Nullable Instant parsed(String time) {
        try {
            return time.isEmpty() ? null : Instant.parse(time);
        } catch (DateTimeParseException refusedByValidation) {
            return null;
        }
    }

    /** The status in a whole Pod; one that says nothing when there is none. */
    static KnownStatus in(JsonNode pod) {
        return of(pod.path("status") instanceof ObjectNode status ? status : Json.object());
    }

    public Facts facts() {
        return facts;
    }

    /** The whole status, the caller's own. */
    public ObjectNode tree() {
        return Json.parse(json);
    }

    /** The whole status as UTF-8 JSON, which nobody changes. */
    public byte[] json() {
        return json;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KnownStatus status && Arrays.equals(json, status.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }
}
