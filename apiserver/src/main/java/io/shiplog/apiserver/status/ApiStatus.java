package io.shiplog.apiserver.status;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code v1.Status}.
 *
 * @param code the HTTP status code, which a body names unless it is 200; under 400 the status is {@code Success}
 * @param reason the machine-readable reason, such as {@code NotFound}; empty on success
 * @param message the text that clients print; empty on success
 * @param details what the status is about, null when there is nothing to say
 * @param continueToken the token with which an expired list may go on, null for none
 */
public record ApiStatus(
        int code,
        String reason,
        String message,
        @Nullable Details details,
        @Nullable String continueToken) {

    /**
     * What a status is about.
     *
     * @param name the object's name, may be empty
     * @param group the API group, empty for the core group
     * @param kind the resource (plural) or the kind, as upstream fills it case by case
     * @param uid the object's uid, may be empty
     * @param retryAfterSeconds 0 for none
     */
    public record Details(
            String name, String group, String kind, String uid, List<Cause> causes, int retryAfterSeconds) {
        public Details {
            causes = List.copyOf(causes);
        }
    }

    /** One reason among several; {@code field} may be empty. */
    public record Cause(String reason, String message, String field) {}

    public ApiStatus(int code, String reason, String message, @Nullable Details details) {
        this(code, reason, message, details, null);
    }

    /** This status as an exception, for code that is deep in a request when it learns of the failure. */
    public ApiException exception() {
        return new ApiException(this);
    }

    /** The JSON body. */
    public ObjectNode json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "Status").put("apiVersion", "v1");
        ObjectNode metadata = body.putObject("metadata");
        if (continueToken != null) {
            metadata.put("continue", continueToken);
        }
        body.put("status", code < 400 ? "Success" : "Failure");
        if (!message.isEmpty()) {
            body.put("message", message);
        }
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        if (details != null) {
            putDetails(body.putObject("details"), details);
        }
        if (code != 200) {
            body.put("code", code);
        }
        return body;
    }

    private static void putDetails(ObjectNode into, Details details) {
        putUnlessEmpty(into, "name", details.name());
        putUnlessEmpty(into, "group", details.group());
        putUnlessEmpty(into, "kind", details.kind());
        putUnlessEmpty(into, "uid", details.uid());
        if (!details.causes().isEmpty()) {
            var causes = into.putArray("causes");
            for (Cause cause : details.causes()) {
                ObjectNode node = causes.addObject();
                putUnlessEmpty(node, "reason", cause.reason());
                putUnlessEmpty(node, "message", cause.message());
                putUnlessEmpty(node, "field", cause.field());
            }
        }
        if (details.retryAfterSeconds() > 0) {
            into.put("retryAfterSeconds", details.retryAfterSeconds());
        }
    }

    private static void putUnlessEmpty(ObjectNode into, String member, String value) {
        if (!value.isEmpty()) {
            into.put(member, value);
        }
    }
}
