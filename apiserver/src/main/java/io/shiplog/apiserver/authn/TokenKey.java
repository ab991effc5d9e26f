package io.shiplog.apiserver.authn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The key that signs the tokens of service accounts, and how: JSON Web Tokens by ES256 (RFC 7519, RFC 7518 section
 * 3.4). Pure but for the randomness of a signature.
 *
 * @param secret of the curve P-256
 * @param open its public half
 */
public record TokenKey(PrivateKey secret, PublicKey open) {
    /** Who issues the tokens: what clients find in {@code iss}, and whom tokens are for that name nobody else. */
    public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
    private static final int COORDINATE_BYTES = 32;

    /** What tells this key from others: the hash of its public half, as upstream names keys. */
    public String id() {
        try {
            return BASE64.encodeToString(MessageDigest.getInstance("SHA-256").digest(open.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that says {@code claims}. */
    public String sign(ObjectNode claims) {
        String head = "{\"alg\":\"ES256\",\"kid\":\"" + id() + "\"}";
        String text = BASE64.encodeToString(head.getBytes(UTF_8)) + "." + BASE64.encodeToString(Json.bytes(claims));
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(text.getBytes(UTF_8));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of the service accounts' tokens signs nothing", e);
        }
    }

    /** What a token says; empty when this key has not signed it. */
    public Optional<ObjectNode> claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            ObjectNode head = Json.parse(Base64.getUrlDecoder().decode(parts[0]));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(open);
            signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
            return head.path("alg").asString("").equals("ES256")
                            && signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    ? Optional.of(Json.parse(Base64.getUrlDecoder().decode(parts[1])))
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException | JsonSyntaxException notSigned) {
            return Optional.empty();
        }
    }

    /** The public half as a JSON Web Key Set (RFC 7517). */
    public ObjectNode keySet() {
        ObjectNode set = Json.object();
        ECPublicKey key = (ECPublicKey) open;
        set.putArray("keys")
                .addObject()
                .put("use", "sig")
                .put("kty", "EC")
                .put("kid", id())
                .put("crv", "P-256")
                .put("alg", "ES256")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
        return set;
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int used = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - used, fixed, COORDINATE_BYTES - used, used);
        return BASE64.encodeToString(fixed);
    }

    /** How others find the key: OpenID Connect Discovery. */
    public static ObjectNode discovery(String serverAddress) {
        ObjectNode document =
                Json.object().put("issuer", ISSUER).put("jwks_uri", "https://" + serverAddress + "/openid/v1/jwks");
        document.putArray("response_types_supported").add("id_token");
        document.putArray("subject_types_supported").add("public");
        document.putArray("id_token_signing_alg_values_supported").add("ES256");
        return document;
    }

    @Override
    public String toString() {
        return "TokenKey[" + id() + "]";
    }
}
