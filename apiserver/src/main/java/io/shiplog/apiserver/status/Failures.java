package io.shiplog.apiserver.status;

import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.ApiStatus.Details;
import io.shiplog.objects.GroupResource;
import java.util.List;

/** The failures of the Kubernetes API with upstream's reasons and texts (apimachinery's {@code api/errors}, v1.34). */
public final class Failures {
    private Failures() {}

    public static ApiStatus badRequest(String message) {
        return new ApiStatus(400, "BadRequest", message, null);
    }

    public static ApiStatus unauthorized() {
        return new ApiStatus(401, "Unauthorized", "Unauthorized", null);
    }

    /** The URL names nothing that this server serves. */
    public static ApiStatus unknownResource() {
        return new ApiStatus(
                404,
                "NotFound",
                "the server could not find the requested resource",
                new Details("", "", "", "", List.of(), 0));
    }

    public static ApiStatus notFound(GroupResource resource, String name) {
        return new ApiStatus(404, "NotFound", resource + " \"" + name + "\" not found", about(resource, name));
    }

    public static ApiStatus methodNotAllowed() {
        return new ApiStatus(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                new Details("", "", "", "", List.of(), 0));
    }

    /** The resource is known but does not support the operation; {@code why} says so to a person. */
    public static ApiStatus methodNotSupported(GroupResource resource, String why) {
        return new ApiStatus(405, "MethodNotAllowed", why, about(resource, ""));
    }

    public static ApiStatus notAcceptable(String accepted) {
        return new ApiStatus(406, "NotAcceptable", "only the following media types are accepted: " + accepted, null);
    }

    public static ApiStatus alreadyExists(GroupResource resource, String name) {
        return new ApiStatus(
                409, "AlreadyExists", resource + " \"" + name + "\" already exists", about(resource, name));
    }

    /** A generated name collided: the client may try again. */
    public static ApiStatus generateNameConflict(GroupResource resource, String name) {
        Details details = new Details(name, resource.group(), resource.resource(), "", List.of(), 1);
        return new ApiStatus(
                409,
                "AlreadyExists",
                resource + " \"" + name + "\" already exists, the server was not able to generate a unique name for the"
                        + " object",
                details);
    }

    public static ApiStatus conflict(GroupResource resource, String name, String why) {
        return new ApiStatus(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource + " \"" + name + "\": " + why,
                about(resource, name));
    }

    /** An update carries a resourceVersion that is not the current one. */
    public static ApiStatus modified(GroupResource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** 410 for a list or watch that starts too far back. */
    public static ApiStatus expired(String message) {
        return new ApiStatus(410, "Expired", message, null);
    }

    public static ApiStatus tooLarge(long limitBytes) {
        return new ApiStatus(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limitBytes, null);
    }

    public static ApiStatus unsupportedMediaType(String accepted) {
        return new ApiStatus(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted,
                null);
    }

    /**
     * 422 with one cause per error.
     *
     * @param kind the kind, such as {@code Pod}
     * @param causes each with upstream's full text ({@code spec.x: Required value}) split into field and message
     */
    public static ApiStatus invalid(String group, String kind, String name, List<Cause> causes) {
        String text = String.join(
                ", ",
                causes.stream()
                        .map(cause -> cause.field() + ": " + cause.message())
                        .distinct()
                        .toList());
        boolean several = causes.size() > 1;
        return new ApiStatus(
                422,
                "Invalid",
                kindText(group, kind) + " \"" + name + "\" is invalid: " + (several ? "[" + text + "]" : text),
                new Details(name, group, kind, "", causes, 0));
    }

    public static ApiStatus tooManyRequests(String message, int retryAfterSeconds, List<Cause> causes) {
        return new ApiStatus(429, "TooManyRequests", message, new Details("", "", "", "", causes, retryAfterSeconds));
    }

    public static ApiStatus forbidden(GroupResource resource, String name, String why, List<Cause> causes) {
        String what = name.isEmpty() ? resource.toString() : resource + " \"" + name + "\"";
        return new ApiStatus(
                403,
                "Forbidden",
                what + " is forbidden: " + why,
                new Details(name, resource.group(), resource.resource(), "", causes, 0));
    }

    /** 403 for a URL outside the resources. */
    public static ApiStatus forbiddenPath(String why) {
        return new ApiStatus(403, "Forbidden", "forbidden: " + why, new Details("", "", "", "", List.of(), 0));
    }

    public static ApiStatus internal(String message) {
        return new ApiStatus(
                500,
                "InternalError",
                "Internal error occurred: " + message,
                new Details("", "", "", "", List.of(new Cause("", message, "")), 0));
    }

    public static ApiStatus unavailable(String message) {
        return new ApiStatus(503, "ServiceUnavailable", message, null);
    }

    /** Nobody knows whether the request took effect, or it could not be served in time. */
    public static ApiStatus timeout(String message) {
        return new ApiStatus(504, "Timeout", "Timeout: " + message, new Details("", "", "", "", List.of(), 1));
    }

    /** An object that the journal does not take for its size. */
    public static ApiStatus tooLarge(String why) {
        return new ApiStatus(413, "RequestEntityTooLarge", "Request entity too large: " + why, null);
    }

    /** A read asks for a resourceVersion that does not exist yet. */
    public static ApiStatus resourceVersionTooLarge(long asked, long current) {
        Cause cause = new Cause("ResourceVersionTooLarge", "Too large resource version", "");
        return new ApiStatus(
                504,
                "Timeout",
                "Timeout: Too large resource version: " + asked + ", current: " + current,
                new Details("", "", "", "", List.of(cause), 1));
    }

    /** {@code Deployment.apps} or {@code Pod}: how upstream names a kind in texts. */
    public static String kindText(String group, String kind) {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    private static Details about(GroupResource resource, String name) {
        return new Details(name, resource.group(), resource.resource(), "", List.of(), 0);
    }
}
