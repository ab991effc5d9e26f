package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.authn.TokenClaims.Bound;
import io.shiplog.apiserver.authn.TokenClaims.Reference;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.Field;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.Pods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a TokenRequest asks for, checked (serviceaccount's {@code TokenREST}, v1.34; of a node also NodeRestriction:
 * only for a pod that it runs, and for an audience that a volume of that pod names). Pure.
 *
 * @param claims what the token will say
 * @param seconds how long the client is told that it is good
 */
public record TokenAsked(TokenClaims claims, long seconds) {
    /** What upstream's older clients ask for: they do not read the file again, so their tokens are good for longer. */
    private static final long NOT_READ_AGAIN_SECONDS = 3_607;

    private static final Duration EXTENDED = Duration.ofDays(365);
    private static final long DEFAULT_SECONDS = 3_600;
    private static final long LEAST_SECONDS = 600;
    private static final GroupResource ACCOUNTS = Configuration.ACCOUNTS.resource();
    private static final GroupResource TOKEN_REQUESTS = new GroupResource("TokenRequest", "authentication.k8s.io");

    /**
     * Reads a request.
     *
     * @param account whose token it is about
     * @param node the node that asks, null when it is none
     * @throws ApiException 404 for what is not there, 400, 409 or 422 for what cannot be, 403 for what a node may not
     */
    public static TokenAsked read(ObjectNode request, ObjectKey account, @Nullable String node, View state) {
        StoredObject found = there(state, ACCOUNTS, account);
        ObjectNode metadata = Trees.metadata(request);
        Field root = Field.of(request);
        same(root.at("metadata", "name"), account.name(), "must match the service account name if specified");
        same(
                root.at("metadata", "namespace"),
                account.namespace(),
                "must match the service account namespace if specified");
        invalid(root, account.name());
        String uid = Trees.text(metadata, "uid");
        if (!uid.isEmpty() && !uid.equals(found.uid())) {
            throw ApiStatus.of(Refusal.conflict(
                            TOKEN_REQUESTS,
                            account.name(),
                            "the UID in the token request (" + uid + ") does not match the UID of the service account ("
                                    + found.uid() + ")"))
                    .exception();
        }
        JsonNode spec = request.path("spec");
        Field seconds = root.at("spec", "expirationSeconds");
        long asked = seconds.number(DEFAULT_SECONDS);
        if (asked < LEAST_SECONDS) {
            seconds.invalid(asked, "may not specify a duration less than 10 minutes");
        }
        if (asked > 1L << 32) {
            seconds.invalid(asked, "may not specify a duration larger than 2^32 seconds");
        }
        invalid(root, "");
        List<String> audiences = new ArrayList<>();
        spec.path("audiences").forEach(audience -> audiences.add(audience.asString("")));
        boolean own = audiences.isEmpty() || audiences.equals(List.of(TokenKey.ISSUER));
        JsonNode reference = spec.path("boundObjectRef");
        if (node != null) {
            ofNode(reference, audiences, account, node, state);
        }
        Bound bound = reference.isObject() ? bound(reference, account, state) : Bound.NONE;
        boolean extended = bound.pod() != null && asked == NOT_READ_AGAIN_SECONDS && own;
        return new TokenAsked(
                new TokenClaims(
                        found,
                        bound,
                        audiences.isEmpty() ? List.of(TokenKey.ISSUER) : audiences,
                        extended ? EXTENDED : Duration.ofSeconds(asked),
                        extended ? Duration.ofSeconds(asked) : null),
                asked);
    }

    private static void same(Field field, String expected, String detail) {
        if (!field.text().isEmpty() && !field.text().equals(expected)) {
            field.invalid(field.text(), detail);
        }
    }

    private static void invalid(Field root, String name) {
        if (!root.errors().isEmpty()) {
            throw Failures.invalid(
                            TOKEN_REQUESTS.group(),
                            TOKEN_REQUESTS.resource(),
                            name,
                            root.errors().stream().map(Cause::of).toList())
                    .exception();
        }
    }

    private static StoredObject there(View state, GroupResource resource, ObjectKey key) {
        StoredObject found = state.get(resource, key);
        if (found == null) {
            throw Failures.notFound(resource, key.name()).exception();
        }
        return found;
    }

    private static Bound bound(JsonNode reference, ObjectKey account, View state) {
        String kind = reference.path("kind").asString("");
        String version = reference.path("apiVersion").asString("");
        String name = reference.path("name").asString("");
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        return switch (group.isEmpty() ? kind : "") {
            case "Pod" -> {
                StoredObject pod = matching(reference, there(state, Pods.RESOURCE, beside(account, name)));
                yield ofPod(pod, account, state);
            }
            case "Secret" ->
                new Bound(
                        null,
                        Reference.to(matching(
                                reference, there(state, Configuration.SECRETS.resource(), beside(account, name)))),
                        null);
            case "Node" ->
                new Bound(
                        null,
                        null,
                        Reference.to(matching(
                                reference, there(state, GroupResource.core("nodes"), ObjectKey.cluster(name)))));
            default ->
                throw Failures.badRequest("cannot bind token to object of type " + version + ", Kind=" + kind)
                        .exception();
        };
    }

    private static Bound ofPod(StoredObject pod, ObjectKey account, View state) {
        String runsAs = Trees.of(pod).path("spec").path("serviceAccountName").asString("");
        if (!runsAs.equals(account.name())) {
            throw Failures.badRequest("cannot bind token for serviceaccount \"" + account.name()
                            + "\" to pod running with different serviceaccount name.")
                    .exception();
        }
        String nodeName = PodFacts.of(pod).node();
        if (nodeName == null) {
            return new Bound(Reference.to(pod), null, null);
        }
        StoredObject node = state.get(GroupResource.core("nodes"), ObjectKey.cluster(nodeName));
        return new Bound(Reference.to(pod), null, node == null ? new Reference(nodeName, "") : Reference.to(node));
    }

    private static ObjectKey beside(ObjectKey account, String name) {
        return new ObjectKey(account.namespace(), name);
    }

    private static StoredObject matching(JsonNode reference, StoredObject found) {
        String uid = reference.path("uid").asString("");
        if (!uid.isEmpty() && !uid.equals(found.uid())) {
            throw ApiStatus.of(Refusal.conflict(
                            GroupResource.core(reference.path("kind").asString("")),
                            found.key().name(),
                            "the UID in the bound object reference (" + uid
                                    + ") does not match the UID in record. The object might have been deleted and then"
                                    + " recreated"))
                    .exception();
        }
        return found;
    }

    private static void ofNode(JsonNode reference, List<String> audiences, ObjectKey account, String node, View state) {
        String name = reference.path("name").asString("");
        if (!reference.path("kind").asString("").equals("Pod") || name.isEmpty()) {
            throw refused(account, "node requested token not bound to a pod");
        }
        if (reference.path("uid").asString("").isEmpty()) {
            throw refused(account, "node requested token with a pod binding without a uid");
        }
        StoredObject pod = there(state, Pods.RESOURCE, beside(account, name));
        if (!node.equals(PodFacts.of(pod).node())) {
            throw refused(account, "node requested token bound to a pod scheduled on a different node");
        }
        String audience = audiences.isEmpty() ? "" : audiences.getFirst();
        if (audiences.size() > 1 || !names(pod, audience)) {
            throw refused(account, "audience \"" + String.join(",", audiences) + "\" not found in pod spec volume");
        }
    }

    /** Whether a projected volume of a pod asks for a token of an audience; an empty one is the API's own. */
    private static boolean names(StoredObject pod, String audience) {
        for (JsonNode volume : Trees.of(pod).path("spec").path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                JsonNode token = source.path("serviceAccountToken");
                if (token.isObject() && token.path("audience").asString("").equals(audience)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ApiException refused(ObjectKey account, String why) {
        return Failures.forbidden(ACCOUNTS, account.name(), why, List.of()).exception();
    }
}
