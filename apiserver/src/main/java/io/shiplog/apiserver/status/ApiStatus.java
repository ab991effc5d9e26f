package io.shiplog.apiserver.status;

import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Refusal.Details;
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

    /** What a client is told of a write that is not made. */
    public static ApiStatus of(Refusal refusal) {
        return new ApiStatus(refusal.code(), refusal.reason(), refusal.message(), refusal.details());
    }

    public ApiStatus(int code, String reason, String message, @Nullable Details details) {
        this(code, reason, message, details, null);
    }

    /** This status as an exception, for code that is deep in a request when it learns of the failure. */
    public ApiException exception() {
        return new ApiException(this);
    }

    /** This status as a reason why a write is not made. */
    public Refusal refusal() {
        return new Refusal(code, reason, message, details);
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
