package io.shiplog.scheduler.write;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A changed version of a stored pod; unknown fields survive. Not shared: whoever makes one changes and writes it. */
final class PodDraft {
    private static final String NOMINATED = "nominatedNodeName";

    private final StoredObject stored;
    private final ObjectNode pod;
    private boolean changed;

    PodDraft(StoredObject stored) {
        this.stored = stored;
        this.pod = Json.parse(stored.json());
        metadata().remove("resourceVersion");
    }

    /** The write, empty if nothing was changed. */
    Optional<Write> write() {
        return changed ? Optional.of(Write.replace(stored, Json.bytes(pod))) : Optional.empty();
    }

    boolean isTerminating() {
        return metadata().has("deletionTimestamp");
    }

    boolean hasFinalizers() {
        return !metadata().path("finalizers").isEmpty();
    }

    /** How long its containers may take to end, in seconds. */
    long graceSeconds() {
        long stated = pod.path("spec").path("terminationGracePeriodSeconds").asLong(30);
        // Negative means "at once", which the API has meant as 1 s since v1.28.
        return stated < 0 ? 1 : stated;
    }

    void bind(String node) {
        object(pod, "spec").put("nodeName", node);
        changed = true;
    }

    /** Empty: nowhere. */
    void nominate(String node) {
        ObjectNode status = object(pod, "status");
        String before = status.path(NOMINATED).asString("");
        if (!before.equals(node)) {
            changed = true;
            if (node.isEmpty()) {
                status.remove(NOMINATED);
            } else {
                status.put(NOMINATED, node);
            }
        }
    }

    void markDeleted(long graceSeconds, Instant now) {
        ObjectNode metadata = metadata();
        long generation = metadata.path("generation").asLong(0);
        if (generation > 0) {
            metadata.put("generation", generation + 1);
        }
        metadata.put("deletionTimestamp", text(now.plusSeconds(graceSeconds)));
        metadata.put("deletionGracePeriodSeconds", graceSeconds);
        changed = true;
    }

    /**
     * Sets a condition. Its transition time changes only with its status; nothing changes when it says so already.
     *
     * @param reason null for none, as {@code message}
     * @return whether it did not say so yet
     */
    boolean condition(String type, boolean holds, @Nullable String reason, @Nullable String message, Instant now) {
        ArrayNode conditions = conditions();
        ObjectNode before = null;
        for (JsonNode each : conditions) {
            if (each instanceof ObjectNode condition
                    && condition.path("type").asString("").equals(type)) {
                before = condition;
            }
        }
        String status = holds ? "True" : "False";
        boolean same = before != null && before.path("status").asString("").equals(status);
        if (before != null
                && same
                && before.path("reason").asString("").equals(reason == null ? "" : reason)
                && before.path("message").asString("").equals(message == null ? "" : message)) {
            return false;
        }
        ObjectNode condition = before == null ? conditions.addObject() : before;
        String since = same ? condition.path("lastTransitionTime").asString(text(now)) : text(now);
        condition.removeAll();
        condition.put("type", type);
        long generation = metadata().path("generation").asLong(0);
        if (generation > 0) {
            condition.put("observedGeneration", generation);
        }
        condition.put("status", status).putNull("lastProbeTime").put("lastTransitionTime", since);
        if (reason != null) {
            condition.put("reason", reason);
        }
        if (message != null) {
            condition.put("message", message);
        }
        changed = true;
        return true;
    }

    private ArrayNode conditions() {
        ObjectNode status = object(pod, "status");
        return status.get("conditions") instanceof ArrayNode known ? known : status.putArray("conditions");
    }

    private ObjectNode metadata() {
        return object(pod, "metadata");
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode known ? known : parent.putObject(name);
    }

    /** A time as the API prints it: RFC 3339 in whole seconds, UTC. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
