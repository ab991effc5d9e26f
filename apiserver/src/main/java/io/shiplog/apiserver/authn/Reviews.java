package io.shiplog.apiserver.authn;

import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.rbac.RoleRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The reviews: who am I, may I, may somebody, what may I. Answers that are computed and never stored. Pure. */
public final class Reviews {
    private Reviews() {}

    /** Fills a SelfSubjectReview. */
    public static ObjectNode self(ObjectNode review, Identity identity, Instant now) {
        ObjectNode metadata = review.get("metadata") instanceof ObjectNode found ? found : review.putObject("metadata");
        metadata.put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
        user(review.putObject("status").putObject("userInfo"), identity);
        return review;
    }

    /** Fills a UserInfo. */
    static void user(ObjectNode user, Identity identity) {
        user.put("username", identity.user());
        if (!identity.uid().isEmpty()) {
            user.put("uid", identity.uid());
        }
        identity.groups().forEach(user.putArray("groups")::add);
        if (!identity.extra().isEmpty()) {
            ObjectNode extra = user.putObject("extra");
            identity.extra().forEach((name, values) -> values.forEach(extra.putArray(name)::add));
        }
    }

    /** Fills a SelfSubjectAccessReview. */
    public static ObjectNode selfAccess(ObjectNode review, Identity identity, RequestAuthorizer authorizer) {
        return answered(review, authorizer.rule(identity, access(review.path("spec"))));
    }

    /** Fills a SubjectAccessReview or a LocalSubjectAccessReview, which name the user they ask about. */
    public static ObjectNode access(ObjectNode review, RequestAuthorizer authorizer) {
        JsonNode spec = review.path("spec");
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.path("extra").propertyStream().forEach(entry -> extra.put(entry.getKey(), texts(entry.getValue())));
        Identity other = new Identity(
                spec.path("user").asString(""),
                spec.path("uid").asString(""),
                texts(spec.path("groups")),
                extra,
                null,
                null);
        return answered(review, authorizer.rule(other, access(spec)));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    /** Fills a SelfSubjectRulesReview. */
    public static ObjectNode selfRules(ObjectNode review, Identity identity, RequestAuthorizer authorizer) {
        String namespace = review.path("spec").path("namespace").asString("");
        ObjectNode status = review.putObject("status");
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        for (RoleRule rule : authorizer.grants().rules(identity.user(), identity.groups(), namespace)) {
            if (!rule.resources().isEmpty()) {
                ObjectNode shown = resources.addObject();
                rule.verbs().forEach(shown.putArray("verbs")::add);
                rule.groups().forEach(shown.putArray("apiGroups")::add);
                rule.resources().forEach(shown.putArray("resources")::add);
                if (!rule.names().isEmpty()) {
                    rule.names().forEach(shown.putArray("resourceNames")::add);
                }
            }
            if (!rule.paths().isEmpty()) {
                ObjectNode shown = paths.addObject();
                rule.verbs().forEach(shown.putArray("verbs")::add);
                rule.paths().forEach(shown.putArray("nonResourceURLs")::add);
            }
        }
        status.put("incomplete", identity.node().isPresent());
        if (identity.node().isPresent()) {
            status.put("evaluationError", "node authorizer does not support user rule resolution");
        }
        return review;
    }

    /** Fills a TokenReview. */
    public static ObjectNode token(ObjectNode review, AccountTokens.Answer answer) {
        ObjectNode status = review.putObject("status");
        switch (answer) {
            case AccountTokens.Answer.Known(Identity identity, List<String> audiences) -> {
                status.put("authenticated", true);
                user(status.putObject("user"), identity);
                audiences.forEach(status.putArray("audiences")::add);
            }
            case AccountTokens.Answer.Refused(String why) -> {
                status.putObject("user");
                status.put(
                        "error",
                        why.equals(AccountTokens.UNKNOWN) ? why : "[" + AccountTokens.UNKNOWN + ", " + why + "]");
            }
        }
        return review;
    }

    private static AccessAttributes access(JsonNode spec) {
        JsonNode resource = spec.path("resourceAttributes");
        if (!resource.isObject()) {
            JsonNode path = spec.path("nonResourceAttributes");
            return AccessAttributes.toPath(text(path, "verb"), text(path, "path"));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (JsonNode wanted : resource.path("fieldSelector").path("requirements")) {
            if (text(wanted, "operator").equals("In") && wanted.path("values").size() == 1) {
                fields.put(text(wanted, "key"), wanted.path("values").path(0).asString(""));
            }
        }
        return new AccessAttributes(
                text(resource, "verb"),
                text(resource, "group"),
                text(resource, "resource"),
                text(resource, "subresource"),
                text(resource, "namespace"),
                text(resource, "name"),
                "",
                fields);
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    private static ObjectNode answered(ObjectNode review, RequestAuthorizer.Ruling ruling) {
        ObjectNode status = review.putObject("status").put("allowed", ruling.allowed());
        if (!ruling.reason().isEmpty()) {
            status.put("reason", ruling.reason());
        }
        return review;
    }
}
