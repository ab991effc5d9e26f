package io.shiplog.resources.decision;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a write is not made, in the reasons and texts of upstream's API (apimachinery's {@code api/errors}, v1.34). The
 * API server answers it as a Status; a controller's step fails with its message.
 *
 * @param code the HTTP status code
 * @param reason the machine-readable reason, such as {@code NotFound}; empty where upstream names none
 * @param message the text that clients print
 * @param details what the refusal is about, null when there is nothing to say
 */
public record Refusal(
        int code, String reason, String message, @Nullable Details details) {

    /**
     * What a refusal is about.
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
    public record Cause(String reason, String message, String field) {
        public static Cause of(FieldError error) {
            return new Cause(error.reason(), error.body(), error.field());
        }
    }

    public static Refusal badRequest(String message) {
        return new Refusal(400, "BadRequest", message, null);
    }

    public static Refusal forbidden(GroupResource resource, String name, String why, List<Cause> causes) {
        String what = name.isEmpty() ? resource.toString() : resource + " \"" + name + "\"";
        return new Refusal(
                403,
                "Forbidden",
                what + " is forbidden: " + why,
                new Details(name, resource.group(), resource.resource(), "", causes, 0));
    }

    public static Refusal notFound(GroupResource resource, String name) {
        return new Refusal(404, "NotFound", resource + " \"" + name + "\" not found", about(resource, name, 0));
    }

    public static Refusal alreadyExists(GroupResource resource, String name) {
        return new Refusal(
                409, "AlreadyExists", resource + " \"" + name + "\" already exists", about(resource, name, 0));
    }

    /** A generated name collided: the client may try again. */
    public static Refusal generateNameConflict(GroupResource resource, String name) {
        return new Refusal(
                409,
                "AlreadyExists",
                resource + " \"" + name + "\" already exists, the server was not able to generate a unique name for the"
                        + " object",
                about(resource, name, 1));
    }

    public static Refusal conflict(GroupResource resource, String name, String why) {
        return new Refusal(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource + " \"" + name + "\": " + why,
                about(resource, name, 0));
    }

    /** An update carries a resourceVersion that is not the current one. */
    public static Refusal modified(GroupResource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /**
     * 422 with one cause per error.
     *
     * @param kind the kind, such as {@code Pod}
     * @param causes each with upstream's full text ({@code spec.x: Required value}) split into field and message
     */
    public static Refusal invalid(String group, String kind, String name, List<Cause> causes) {
        String text = String.join(
                ", ",
                causes.stream()
                        .map(cause -> cause.field() + ": " + cause.message())
                        .distinct()
                        .toList());
        boolean several = causes.size() > 1;
        return new Refusal(
                422,
                "Invalid",
                kindText(group, kind) + " \"" + name + "\" is invalid: " + (several ? "[" + text + "]" : text),
                new Details(name, group, kind, "", causes, 0));
    }

    public static Refusal tooManyRequests(String message, int retryAfterSeconds, List<Cause> causes) {
        return new Refusal(429, "TooManyRequests", message, new Details("", "", "", "", causes, retryAfterSeconds));
    }

    public static Refusal internal(String message) {
        return new Refusal(
                500,
                "InternalError",
                "Internal error occurred: " + message,
                new Details("", "", "", "", List.of(new Cause("", message, "")), 0));
    }

    /** {@code Deployment.apps} or {@code Pod}: how upstream names a kind in texts. */
    public static String kindText(String group, String kind) {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    private static Details about(GroupResource resource, String name, int retryAfterSeconds) {
        return new Details(name, resource.group(), resource.resource(), "", List.of(), retryAfterSeconds);
    }
}
