package io.shiplog.apiserver.webhook;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Subresource;
import io.shiplog.resources.webhook.Webhook;
import io.shiplog.resources.write.Consultation.Act;
import io.shiplog.resources.write.Consultation.Subject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The request that reviews are about: who asks for what.
 *
 * @param subresource empty for the object itself
 * @param options the body of the verb's options; null where there is none
 */
record Asked(
        Identity identity,
        String subresource,
        boolean dryRun,
        @Nullable ObjectNode options) {

    /**
     * The AdmissionReview that a webhook is sent.
     *
     * @param kind the one that the webhook wants to see
     */
    ObjectNode review(Webhook webhook, String uid, Kind kind, Subject subject) {
        ObjectNode review = Json.object();
        review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/" + webhook.version());
        ObjectNode request = review.putObject("request");
        request.put("uid", uid);
        Kind asked = subject.target().kind();
        kind(request.putObject("kind"), kind);
        resource(request.putObject("resource"), kind);
        putUnlessEmpty(request, "subResource", subresource);
        kind(request.putObject("requestKind"), asked);
        resource(request.putObject("requestResource"), asked);
        putUnlessEmpty(request, "requestSubResource", subresource);
        putUnlessEmpty(request, "name", subject.target().name());
        putUnlessEmpty(request, "namespace", subject.target().namespace());
        request.put("operation", subject.act().name());
        user(request.putObject("userInfo"));
        request.set("object", subject.object());
        request.set("oldObject", subject.old());
        request.put("dryRun", dryRun);
        request.set("options", options == null ? emptyOptions(subject.act()) : options);
        return review;
    }

    private @Nullable ObjectNode emptyOptions(Act act) {
        String name = switch (act) {
            case CREATE -> "CreateOptions";
            case UPDATE -> "UpdateOptions";
            case DELETE -> "DeleteOptions";
            case CONNECT -> "";
        };
        if (name.isEmpty()) {
            return null;
        }
        ObjectNode empty = Json.object().put("kind", name).put("apiVersion", "meta.k8s.io/v1");
        if (dryRun) {
            empty.putArray("dryRun").add("All");
        }
        return empty;
    }

    private void kind(ObjectNode into, Kind kind) {
        Subresource part = subresource.isEmpty() ? null : kind.subresource(subresource);
        if (part == null || part.kind().isEmpty()) {
            into.put("group", kind.group()).put("version", kind.version()).put("kind", kind.kind());
        } else {
            into.put("group", part.group()).put("version", part.version()).put("kind", part.kind());
        }
    }

    private static void resource(ObjectNode into, Kind kind) {
        into.put("group", kind.group()).put("version", kind.version()).put("resource", kind.plural());
    }

    private void user(ObjectNode into) {
        into.put("username", identity.user());
        putUnlessEmpty(into, "uid", identity.uid());
        ArrayNode groups = into.putArray("groups");
        identity.groups().forEach(groups::add);
        if (!identity.extra().isEmpty()) {
            ObjectNode extra = into.putObject("extra");
            for (Map.Entry<String, List<String>> each : identity.extra().entrySet()) {
                ArrayNode values = extra.putArray(each.getKey());
                each.getValue().forEach(values::add);
            }
        }
    }

    private static void putUnlessEmpty(ObjectNode into, String member, String text) {
        if (!text.isEmpty()) {
            into.put(member, text);
        }
    }
}
