package io.shiplog.resources.webhook;

import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Refusal.Details;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.patch.JsonPatches;
import io.shiplog.resources.patch.PatchException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a webhook answered to a review (admission.k8s.io/v1).
 *
 * @param refusal why not; null when it agrees
 * @param patch what it changes, a JSON patch; null for nothing
 */
public record AdmissionAnswer(
        @Nullable Refusal refusal, @Nullable JsonNode patch, List<String> warnings) {
    /** Agreed, and nothing else said. */
    public static final AdmissionAnswer AGREED = new AdmissionAnswer(null, null, List.of());

    public AdmissionAnswer {
        warnings = List.copyOf(warnings);
    }

    public static AdmissionAnswer refused(Refusal refusal) {
        return new AdmissionAnswer(refusal, null, List.of());
    }

    /**
     * What became of a call that failed.
     *
     * @param why the whole text, which upstream begins with {@code failed to call webhook} where it was the call
     */
    public static AdmissionAnswer failed(Webhook webhook, String why) {
        return webhook.ignoresFailures()
                ? AGREED
                : refused(Refusal.internal("failed calling webhook \"" + webhook.name() + "\": " + why));
    }

    /** Reads the body of an answer. */
    public static AdmissionAnswer read(Webhook webhook, String uid, byte[] body) {
        ObjectNode review;
        try {
            review = Json.parse(body);
        } catch (JacksonException | IllegalArgumentException e) {
            return failed(webhook, "failed to call webhook: the answer is no JSON object");
        }
        String version = Trees.text(review, "apiVersion");
        String wanted = "admission.k8s.io/" + webhook.version();
        if (!version.equals(wanted) || !Trees.text(review, "kind").equals("AdmissionReview")) {
            return failed(
                    webhook,
                    "received invalid webhook response: expected webhook response of " + wanted
                            + ", Kind=AdmissionReview, got " + version + ", Kind=" + Trees.text(review, "kind"));
        }
        JsonNode response = review.path("response");
        if (!response.isObject()) {
            return failed(webhook, "Webhook response was absent");
        }
        String answered = Trees.text(response, "uid");
        if (!answered.equals(uid) && webhook.version().equals("v1")) {
            return failed(
                    webhook,
                    "received invalid webhook response: expected response.uid=\"" + uid + "\", got \"" + answered
                            + "\"");
        }
        List<String> warnings = new ArrayList<>();
        response.path("warnings").forEach(text -> warnings.add(text.asString("")));
        if (!response.path("allowed").asBoolean(false)) {
            return new AdmissionAnswer(denied(webhook.name(), response.path("status")), null, warnings);
        }
        String patch = Trees.text(response, "patch");
        if (patch.isEmpty()) {
            return new AdmissionAnswer(null, null, warnings);
        }
        if (!Trees.text(response, "patchType").equals("JSONPatch")) {
            return failed(
                    webhook,
                    "received invalid webhook response: webhook returned invalid response.patchType of "
                            + Trees.text(response, "patchType"));
        }
        try {
            return new AdmissionAnswer(null, Json.parseValue(Base64.getDecoder().decode(patch)), warnings);
        } catch (JacksonException | IllegalArgumentException e) {
            return refused(Refusal.internal("the patch of webhook \"" + webhook.name() + "\" cannot be decoded"));
        }
    }

    /** In upstream's words; a code below 400 is none. */
    static Refusal denied(String name, JsonNode status) {
        String by = "admission webhook \"" + name + "\" denied the request";
        String message = Trees.text(status, "message");
        String reason = Trees.text(status, "reason");
        String said = message.isEmpty() ? reason : message;
        int code = (int) Trees.number(status, 0, "code");
        return new Refusal(
                code < 400 ? 400 : code,
                reason,
                said.isEmpty() ? by + " without explanation" : by + ": " + said,
                details(status.path("details")));
    }

    private static @Nullable Details details(JsonNode details) {
        if (!details.isObject()) {
            return null;
        }
        List<Cause> causes = new ArrayList<>();
        for (JsonNode cause : details.path("causes")) {
            causes.add(
                    new Cause(Trees.text(cause, "reason"), Trees.text(cause, "message"), Trees.text(cause, "field")));
        }
        return new Details(
                Trees.text(details, "name"),
                Trees.text(details, "group"),
                Trees.text(details, "kind"),
                Trees.text(details, "uid"),
                causes,
                (int) Trees.number(details, 0, "retryAfterSeconds"));
    }

    /**
     * The object as the webhook wants it.
     *
     * @throws PatchException when its patch does not apply
     */
    public ObjectNode applied(ObjectNode object) {
        if (patch == null) {
            return object;
        }
        return JsonPatches.apply(object, patch) instanceof ObjectNode changed ? changed : object;
    }
}
