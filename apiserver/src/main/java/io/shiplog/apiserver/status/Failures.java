package io.shiplog.apiserver.status;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Refusal.Details;
import java.util.List;

/** The failures of the Kubernetes API with upstream's reasons and texts (apimachinery's {@code api/errors}, v1.34). */
public final class Failures {
    private Failures() {}

    public static ApiStatus badRequest(String message) {
        return ApiStatus.of(Refusal.badRequest(message));
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
        return ApiStatus.of(Refusal.notFound(resource, name));
    }

    public static ApiStatus methodNotAllowed() {
        return new ApiStatus(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                new Details("", "", "", "", List.of(), 0));
    }

    /** A write below a past moment. */
    public static ApiStatus pastIsOver() {
        return new ApiStatus(
                405,
                "MethodNotAllowed",
                "the past cannot be changed: below /at/<moment> everything is as it was then, and is only read",
                new Details("", "", "", "", List.of(), 0));
    }

    /** The resource is known but does not support the operation; {@code why} says so to a person. */
    public static ApiStatus methodNotSupported(GroupResource resource, String why) {
        return new ApiStatus(405, "MethodNotAllowed", why, about(resource, ""));
    }

    public static ApiStatus notAcceptable(String accepted) {
        return new ApiStatus(406, "NotAcceptable", "only the following media types are accepted: " + accepted, null);
    }

    /** An update carries a resourceVersion that is not the current one. */
    public static ApiStatus modified(GroupResource resource, String name) {
        return ApiStatus.of(Refusal.modified(resource, name));
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
        return ApiStatus.of(Refusal.invalid(group, kind, name, causes));
    }

    public static ApiStatus forbidden(GroupResource resource, String name, String why, List<Cause> causes) {
        return ApiStatus.of(Refusal.forbidden(resource, name, why, causes));
    }

    /** 403 for a URL outside the resources. */
    public static ApiStatus forbiddenPath(String why) {
        return new ApiStatus(403, "Forbidden", "forbidden: " + why, new Details("", "", "", "", List.of(), 0));
    }

    public static ApiStatus internal(String message) {
        return ApiStatus.of(Refusal.internal(message));
    }

    public static ApiStatus unavailable(String message) {
        return new ApiStatus(503, "ServiceUnavailable", message, null);
    }

    /**
     * 507: nothing can be written until there is room. Upstream has no such answer: an etcd without room gives a 500.
     */
    public static ApiStatus diskFull(String message) {
        return new ApiStatus(507, "InsufficientStorage", message, null);
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

    private static Details about(GroupResource resource, String name) {
        return new Details(name, resource.group(), resource.resource(), "", List.of(), 0);
    }
}
