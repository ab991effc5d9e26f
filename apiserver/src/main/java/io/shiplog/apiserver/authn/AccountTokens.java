package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.authn.TokenClaims.Reference;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.rbac.Escalation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who a token of a service account is, after its signature was found good (pkg/serviceaccount {@code Validate}, v1.34):
 * as long as the account and what the token is bound to are there, the same ones. Asked anew for every request, so what
 * is deleted is so at once. Pure.
 */
public final class AccountTokens {
    /** What is said of a token that nobody knows. */
    public static final String UNKNOWN = "invalid bearer token";

    private static final Duration LEEWAY = Duration.ofMinutes(1);
    private static final String EXTRA = "authentication.kubernetes.io/";
    private static final String INVALIDATED = "service account token has been invalidated";

    private AccountTokens() {}

    /** What a token is. */
    public sealed interface Answer {
        /**
         * A good one.
         *
         * @param audiences those of the wanted ones that it is for
         */
        record Known(Identity identity, List<String> audiences) implements Answer {}

        /** One that is not good, and why, for people. */
        record Refused(String why) implements Answer {}
    }

    /**
     * Who claims say that somebody is.
     *
     * @param wanted the audiences of which the token has to name one
     */
    public static Answer identify(ObjectNode claims, List<String> wanted, View state, Instant now) {
        List<String> audiences = new ArrayList<>();
        JsonNode named = claims.path("aud");
        (named.isArray() ? named.valueStream().toList() : List.of(named))
                .forEach(audience -> audiences.add(audience.asString("")));
        List<String> common = wanted.stream().filter(audiences::contains).toList();
        String fault = !claims.path("iss").asString("").equals(TokenKey.ISSUER)
                ? UNKNOWN
                : common.isEmpty()
                        ? "token audiences " + Escalation.quoted(audiences) + " is invalid for the target audiences "
                                + Escalation.quoted(wanted)
                        : untimely(claims, now);
        if (fault.isEmpty()) {
            fault = gone(claims.path("kubernetes.io"), state, now);
        }
        return fault.isEmpty() ? new Answer.Known(identity(claims), common) : new Answer.Refused(fault);
    }

    private static String untimely(JsonNode claims, Instant now) {
        Instant expires = Instant.ofEpochSecond(claims.path("exp").asLong(0));
        Instant begins = Instant.ofEpochSecond(claims.path("nbf").asLong(0));
        if (now.minus(LEEWAY).isAfter(expires)) {
            return "service account token has expired";
        }
        return now.plus(LEEWAY).isBefore(begins) ? "service account token is not valid yet" : "";
    }

    /** Why what the token stands on is not there any more; empty when it is. */
    private static String gone(JsonNode own, View state, Instant now) {
        String namespace = own.path("namespace").asString("");
        Reference account = TokenClaims.reference(own, "serviceaccount");
        if (account == null) {
            return UNKNOWN;
        }
        StoredObject found = state.get(Configuration.ACCOUNTS.resource(), new ObjectKey(namespace, account.name()));
        if (found == null) {
            return "serviceaccounts \"" + account.name() + "\" not found";
        }
        if (!found.uid().equals(account.uid())) {
            return "service account UID (" + found.uid() + ") does not match claim (" + account.uid() + ")";
        }
        if (isOver(found, now)) {
            return "service account " + namespace + "/" + account.name() + " has been deleted";
        }
        Reference pod = TokenClaims.reference(own, "pod");
        String fault = bound(
                TokenClaims.reference(own, "secret"),
                "secret",
                Configuration.SECRETS.resource(),
                namespace,
                state,
                now);
        if (fault.isEmpty()) {
            fault = bound(pod, "pod", Pods.RESOURCE, namespace, state, now);
        }
        return fault.isEmpty() && pod == null
                ? bound(TokenClaims.reference(own, "node"), "node", GroupResource.core("nodes"), "", state, now)
                : fault;
    }

    private static String bound(
            @Nullable Reference to, String what, GroupResource resource, String namespace, View state, Instant now) {
        if (to == null) {
            return "";
        }
        StoredObject found = state.get(resource, new ObjectKey(namespace, to.name()));
        if (found == null || found.uid().equals(to.uid()) && isOver(found, now)) {
            return INVALIDATED;
        }
        return found.uid().equals(to.uid())
                ? ""
                : what + " UID (" + found.uid() + ") does not match service account " + what + " ref claim (" + to.uid()
                        + ")";
    }

    /** Whether somebody's deletion was due long enough ago for clocks that differ a little. */
    private static boolean isOver(StoredObject object, Instant now) {
        String text = object.facts().deletionTimestamp();
        Instant deleted = text == null ? null : Times.parse(text);
        return deleted != null && deleted.isBefore(now.minus(LEEWAY));
    }

    private static Identity identity(JsonNode claims) {
        JsonNode own = claims.path("kubernetes.io");
        String namespace = own.path("namespace").asString("");
        JsonNode account = own.path("serviceaccount");
        Map<String, List<String>> extra = new LinkedHashMap<>();
        String id = claims.path("jti").asString("");
        if (!id.isEmpty()) {
            extra.put(EXTRA + "credential-id", List.of("JTI=" + id));
        }
        put(extra, "pod", TokenClaims.reference(own, "pod"));
        put(extra, "node", TokenClaims.reference(own, "node"));
        return new Identity(
                Identity.ACCOUNT + namespace + ":" + account.path("name").asString(""),
                account.path("uid").asString(""),
                groups(namespace),
                extra,
                null,
                null);
    }

    /** The groups of every service account of a namespace. */
    static List<String> groups(String namespace) {
        return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, Identity.AUTHENTICATED);
    }

    private static void put(Map<String, List<String>> extra, String what, @Nullable Reference reference) {
        if (reference != null) {
            extra.put(EXTRA + what + "-name", List.of(reference.name()));
            if (!reference.uid().isEmpty()) {
                extra.put(EXTRA + what + "-uid", List.of(reference.uid()));
            }
        }
    }
}
