package io.shiplog.apiserver.authn;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service account's token says (pkg/serviceaccount {@code Claims}, v1.34).
 *
 * @param account whose it is
 * @param bound what it is good as long as; none for the account's own life
 * @param audiences whom it is for
 * @param lifetime how long it is good
 * @param warnAfter when it should have been replaced, counted as {@code lifetime} is; null for never
 */
public record TokenClaims(
        StoredObject account,
        Bound bound,
        List<String> audiences,
        Duration lifetime,
        @Nullable Duration warnAfter) {

    /**
     * What a token is bound to: a pod on its node, a secret, or a node.
     *
     * @param node of a pod, what is known of its node
     */
    public record Bound(
            @Nullable Reference pod,
            @Nullable Reference secret,
            @Nullable Reference node) {
        public static final Bound NONE = new Bound(null, null, null);
    }

    /** One object at one time of its name; the uid is empty when nobody knows it. */
    public record Reference(String name, String uid) {
        public static Reference to(StoredObject object) {
            return new Reference(object.key().name(), object.uid());
        }
    }

    public TokenClaims {
        audiences = List.copyOf(audiences);
    }

    /** @param id a fresh one, by which the token is known in audits */
    public ObjectNode json(Instant now, String id) {
        long seconds = now.getEpochSecond();
        String namespace = account.key().namespace();
        ObjectNode claims = Json.object();
        audiences.forEach(claims.putArray("aud")::add);
        claims.put("exp", seconds + lifetime.toSeconds())
                .put("iat", seconds)
                .put("iss", TokenKey.ISSUER)
                .put("jti", id);
        ObjectNode own = claims.putObject("kubernetes.io").put("namespace", namespace);
        put(own, "node", bound.node());
        put(own, "pod", bound.pod());
        put(own, "secret", bound.secret());
        put(own, "serviceaccount", Reference.to(account));
        if (warnAfter != null) {
            own.put("warnafter", seconds + warnAfter.toSeconds());
        }
        return claims.put("nbf", seconds)
                .put("sub", Identity.ACCOUNT + namespace + ":" + account.key().name());
    }

    private static void put(ObjectNode claims, String member, @Nullable Reference reference) {
        if (reference != null) {
            ObjectNode object = claims.putObject(member).put("name", reference.name());
            if (!reference.uid().isEmpty()) {
                object.put("uid", reference.uid());
            }
        }
    }

    /** What claims say of {@code member}; null for nothing. */
    static @Nullable Reference reference(JsonNode own, String member) {
        JsonNode reference = own.path(member);
        return reference.isObject()
                ? new Reference(
                        reference.path("name").asString(""),
                        reference.path("uid").asString(""))
                : null;
    }
}
