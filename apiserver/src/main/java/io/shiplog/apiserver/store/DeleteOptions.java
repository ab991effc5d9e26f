package io.shiplog.apiserver.store;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.status.Failures;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a deletion is to be done.
 *
 * @param graceSeconds the client's wish, null for the object's own
 * @param uid the uid that the object must have, empty for any
 * @param resourceVersion the resourceVersion that it must have, empty for any
 * @param propagation what becomes of dependents
 */
public record DeleteOptions(@Nullable Long graceSeconds, String uid, String resourceVersion, Propagation propagation) {

    /** What becomes of an object's dependents. */
    public enum Propagation {
        UNSAID,
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    /**
     * Reads the options from body and query; the body wins.
     *
     * @param options the body, empty when there is none
     * @throws io.shiplog.apiserver.status.ApiException 400 for a value that is not allowed
     */
    public static DeleteOptions read(ObjectNode options, Query query) {
        Long grace = null;
        JsonNode asked = options.path("gracePeriodSeconds");
        if (asked.isIntegralNumber()) {
            grace = asked.longValue();
        } else if (query.has("gracePeriodSeconds")) {
            grace = query.number("gracePeriodSeconds", 0);
        }
        JsonNode preconditions = options.path("preconditions");
        return new DeleteOptions(
                grace,
                Documents.text(preconditions, "uid"),
                Documents.text(preconditions, "resourceVersion"),
                propagation(options, query));
    }

    private static Propagation propagation(ObjectNode options, Query query) {
        JsonNode orphan = options.path("orphanDependents");
        if (orphan.isBoolean()) {
            return orphan.booleanValue() ? Propagation.ORPHAN : Propagation.BACKGROUND;
        }
        String policy = Documents.text(options, "propagationPolicy");
        if (policy.isEmpty()) {
            policy = query.text("propagationPolicy");
        }
        return switch (policy) {
            case "" ->
                query.has("orphanDependents")
                        ? (query.flag("orphanDependents") ? Propagation.ORPHAN : Propagation.BACKGROUND)
                        : Propagation.UNSAID;
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                throw Failures.badRequest("invalid DeleteOptions: propagationPolicy: Unsupported value: \"" + policy
                                + "\": supported values: \"Background\", \"Foreground\", \"Orphan\"")
                        .exception();
        };
    }
}
