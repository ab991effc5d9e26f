package io.shiplog.apiserver.authn;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The reviews: who am I, may I, may somebody. Answers that are computed and never stored. Pure. */
public final class Reviews {
    private Reviews() {}

    /** Fills a SelfSubjectReview. */
    public static ObjectNode self(ObjectNode review, Identity identity, Instant now) {
        metadata(review)
                .put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode user = review.putObject("status").putObject("userInfo");
        user.put("username", identity.user());
        var groups = user.putArray("groups");
        identity.groups().forEach(groups::add);
        return review;
    }

    /** Fills a SelfSubjectAccessReview. */
    public static ObjectNode selfAccess(ObjectNode review, Identity identity) {
        return answered(review, Authorization.allows(identity, access(review.path("spec"))));
    }

    /** Fills a SubjectAccessReview or a LocalSubjectAccessReview, which name the user they ask about. */
    public static ObjectNode access(ObjectNode review) {
        JsonNode spec = review.path("spec");
        List<String> groups = new ArrayList<>();
        spec.path("groups").forEach(group -> groups.add(group.asString("")));
        Identity other = new Identity(spec.path("user").asString(""), groups);
        return answered(review, Authorization.allows(other, access(spec)));
    }

    /** Fills a SelfSubjectRulesReview. */
    public static ObjectNode selfRules(ObjectNode review, Identity identity) {
        ObjectNode status = review.putObject("status");
        var resources = status.putArray("resourceRules");
        var paths = status.putArray("nonResourceRules");
        if (identity.groups().contains("system:masters")) {
            ObjectNode all = resources.addObject();
            all.putArray("verbs").add("*");
            all.putArray("apiGroups").add("*");
            all.putArray("resources").add("*");
            ObjectNode everywhere = paths.addObject();
            everywhere.putArray("verbs").add("*");
            everywhere.putArray("nonResourceURLs").add("*");
        } else {
            ObjectNode own = resources.addObject();
            own.putArray("verbs").add("create");
            own.putArray("apiGroups").add("authentication.k8s.io").add("authorization.k8s.io");
            own.putArray("resources")
                    .add("selfsubjectreviews")
                    .add("selfsubjectaccessreviews")
                    .add("selfsubjectrulesreviews");
            ObjectNode discovery = paths.addObject();
            discovery.putArray("verbs").add("get");
            discovery
                    .putArray("nonResourceURLs")
                    .add("/api")
                    .add("/api/*")
                    .add("/apis")
                    .add("/apis/*")
                    .add("/healthz")
                    .add("/livez")
                    .add("/openapi")
                    .add("/openapi/*")
                    .add("/readyz")
                    .add("/version");
        }
        status.put("incomplete", false);
        return review;
    }

    /** Fills a TokenReview: this server issues no tokens, so it knows none. */
    public static ObjectNode token(ObjectNode review) {
        review.putObject("status").put("authenticated", false).put("error", "tokens are not accepted by this server");
        return review;
    }

    private static AccessAttributes access(JsonNode spec) {
        JsonNode resource = spec.path("resourceAttributes");
        if (resource.isObject()) {
            return new AccessAttributes(
                    resource.path("verb").asString(""),
                    resource.path("group").asString(""),
                    resource.path("resource").asString(""),
                    resource.path("subresource").asString(""),
                    resource.path("namespace").asString(""),
                    resource.path("name").asString(""),
                    "");
        }
        JsonNode path = spec.path("nonResourceAttributes");
        return AccessAttributes.toPath(
                path.path("verb").asString(""), path.path("path").asString(""));
    }

    private static ObjectNode answered(ObjectNode review, boolean allowed) {
        review.putObject("status").put("allowed", allowed);
        return review;
    }

    private static ObjectNode metadata(ObjectNode review) {
        return review.get("metadata") instanceof ObjectNode found ? found : review.putObject("metadata");
    }
}
