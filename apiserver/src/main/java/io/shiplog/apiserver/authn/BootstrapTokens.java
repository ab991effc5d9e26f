package io.shiplog.apiserver.authn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.config.Configuration;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bootstrap tokens, {@code <id>.<secret>}: each a Secret {@code bootstrap-token-<id>} in kube-system, by which a
 * process that is no node yet authenticates (apiserver's bootstrap token authenticator,
 * plugin/pkg/auth/authenticator/token/bootstrap, v1.34). Pure.
 */
public final class BootstrapTokens {
    /** The namespace of the Secrets. */
    public static final String NAMESPACE = "kube-system";

    public static final String SECRET_PREFIX = "bootstrap-token-";
    public static final String TYPE = "bootstrap.kubernetes.io/token";
    public static final String GROUP = "system:bootstrappers";

    private static final String USER = "system:bootstrap:";
    private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern EXTRA_GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");

    private BootstrapTokens() {}

    /** Who shows a token; empty when it is malformed, unknown, expired, or not for authentication. */
    public static Optional<Identity> identify(String token, View state, Instant now) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String id = parts.group(1);
        StoredObject stored = state.get(Configuration.SECRETS.resource(), new ObjectKey(NAMESPACE, SECRET_PREFIX + id));
        if (stored == null || stored.facts().deleting()) {
            return Optional.empty();
        }
        ObjectNode secret = Trees.of(stored);
        JsonNode data = secret.path("data");
        boolean valid = TYPE.equals(secret.path("type").asString(""))
                && MessageDigest.isEqual(
                        text(data, "token-secret").getBytes(UTF_8),
                        parts.group(2).getBytes(UTF_8))
                && text(data, "token-id").equals(id)
                && !isExpired(text(data, "expiration"), now)
                && text(data, "usage-bootstrap-authentication").equals("true");
        return valid ? groups(data).map(groups -> new Identity(USER + id, groups)) : Optional.empty();
    }

    private static boolean isExpired(String expiration, Instant now) {
        if (expiration.isEmpty()) {
            return false;
        }
        Instant until = Times.parse(expiration);
        return until == null || !now.isBefore(until);
    }

    /** Empty when the Secret names a group that no token may give. */
    private static Optional<List<String>> groups(JsonNode data) {
        var groups = new ArrayList<>(List.of(GROUP));
        for (String group : text(data, "auth-extra-groups").split(",", -1)) {
            String extra = group.strip();
            if (!extra.isEmpty()) {
                if (!EXTRA_GROUP.matcher(extra).matches()) {
                    return Optional.empty();
                }
                groups.add(extra);
            }
        }
        groups.add("system:authenticated");
        return Optional.of(groups);
    }

    private static String text(JsonNode data, String member) {
        try {
            return new String(Base64.getDecoder().decode(data.path(member).asString("")), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
