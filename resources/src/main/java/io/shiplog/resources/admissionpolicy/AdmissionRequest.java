package io.shiplog.resources.admissionpolicy;

import io.shiplog.resources.expression.PolicyAuthorizer;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A write as policies see it.
 *
 * @param kind as the request names it
 * @param subresource empty for the object itself
 * @param namespace empty where the object lies in none
 * @param operation {@code CREATE}, {@code UPDATE} or {@code DELETE}
 * @param object what is to be stored, a JSON null for a deletion; in the request's version
 * @param oldObject what is stored, a JSON null for a creation
 */
public record AdmissionRequest(
        Kind kind,
        String subresource,
        String namespace,
        String name,
        String operation,
        JsonNode object,
        JsonNode oldObject,
        Requester requester,
        boolean dryRun) {

    /**
     * Who asks.
     *
     * @param authorizer tells what may be done
     */
    public record Requester(
            String user,
            String uid,
            List<String> groups,
            Map<String, List<String>> extra,
            PolicyAuthorizer authorizer) {}

    /** The request as the API shows it to policies and webhooks, without its objects. */
    ObjectNode shown(Kind matched) {
        ObjectNode shown = Json.object();
        kind(shown.putObject("kind"), matched);
        resource(shown.putObject("resource"), matched);
        shown.put("subResource", subresource);
        kind(shown.putObject("requestKind"), kind);
        resource(shown.putObject("requestResource"), kind);
        shown.put("requestSubResource", subresource);
        shown.put("name", name).put("namespace", namespace).put("operation", operation);
        ObjectNode user = shown.putObject("userInfo");
        user.put("username", requester.user()).put("uid", requester.uid());
        requester.groups().forEach(user.putArray("groups")::add);
        ObjectNode extra = user.putObject("extra");
        requester.extra().forEach((key, values) -> values.forEach(extra.putArray(key)::add));
        return shown.put("dryRun", dryRun);
    }

    private static void kind(ObjectNode shown, Kind kind) {
        shown.put("group", kind.group()).put("version", kind.version()).put("kind", kind.kind());
    }

    private static void resource(ObjectNode shown, Kind kind) {
        shown.put("group", kind.group()).put("version", kind.version()).put("resource", kind.plural());
    }
}
