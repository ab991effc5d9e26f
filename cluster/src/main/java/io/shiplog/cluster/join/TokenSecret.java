package io.shiplog.cluster.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.apiserver.authn.BootstrapTokens;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bootstrap token as the Secret that it is kept as, which upstream's tools read and write too (kubeadm's
 * {@code bootstraptoken/v1}, v1.34). Pure.
 *
 * @param id six characters, which everybody may know
 * @param secret sixteen that nobody else may
 * @param expires when it is worthless; null for never
 */
public record TokenSecret(
        String id, String secret, @Nullable Instant expires, String description) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_CHARACTERS = 6;
    private static final int SECRET_CHARACTERS = 16;

    /** Where the Secrets are. */
    public static final String PATH = "/api/v1/namespaces/" + BootstrapTokens.NAMESPACE + "/secrets";

    /** A new one; zero: for ever. */
    public static TokenSecret make(RandomGenerator random, Instant now, Duration lifetime, String description) {
        return new TokenSecret(
                text(random, ID_CHARACTERS),
                text(random, SECRET_CHARACTERS),
                lifetime.isZero() ? null : now.plus(lifetime),
                description);
    }

    private static String text(RandomGenerator random, int characters) {
        return random.ints(characters, 0, ALPHABET.length())
                .mapToObj(index -> ALPHABET.substring(index, index + 1))
                .collect(Collectors.joining());
    }

    /** Whether it is worthless. */
    public boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /** What is shown to the API server. */
    public String token() {
        return id + "." + secret;
    }

    /** The secret is not for logs. */
    @Override
    public String toString() {
        return "the token " + id;
    }

    /** The path of the Secret of a token, or of its id. */
    public static String path(String tokenOrId) {
        int dot = tokenOrId.indexOf('.');
        return PATH + "/" + BootstrapTokens.SECRET_PREFIX + (dot < 0 ? tokenOrId : tokenOrId.substring(0, dot));
    }

    /** The Secret. */
    public byte[] json() {
        ObjectNode json = Json.object();
        json.put("apiVersion", "v1").put("kind", "Secret").put("type", BootstrapTokens.TYPE);
        json.putObject("metadata")
                .put("name", BootstrapTokens.SECRET_PREFIX + id)
                .put("namespace", BootstrapTokens.NAMESPACE);
        ObjectNode data = json.putObject("data");
        put(data, "token-id", id);
        put(data, "token-secret", secret);
        if (expires != null) {
            put(data, "expiration", Times.text(expires));
        }
        put(data, "usage-bootstrap-authentication", "true");
        if (!description.isEmpty()) {
            put(data, "description", description);
        }
        return Json.bytes(json);
    }

    private static void put(ObjectNode data, String member, String value) {
        data.put(member, Base64.getEncoder().encodeToString(value.getBytes(UTF_8)));
    }

    /** Those in a list of Secrets. */
    public static List<TokenSecret> read(byte[] list) {
        return Json.parse(list)
                .path("items")
                .valueStream()
                .filter(secret ->
                        BootstrapTokens.TYPE.equals(secret.path("type").asString("")))
                .map(secret -> secret.path("data"))
                .map(data -> new TokenSecret(
                        text(data, "token-id"),
                        text(data, "token-secret"),
                        Times.parse(text(data, "expiration")),
                        text(data, "description")))
                .toList();
    }

    private static String text(JsonNode data, String member) {
        return new String(Base64.getDecoder().decode(data.path(member).asString("")), UTF_8);
    }
}
