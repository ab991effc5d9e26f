package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tokens of service accounts: asked for, shown, reviewed, and worthless when what they stand on is gone. */
class ServiceAccountTokensTest extends ServerTest {
    private static final String CORE = "/api/v1/namespaces/default/";
    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";
    private static final String SELF = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    @Test
    void aTokenIsItsAccountUntilThatIsGone() {
        account("robot");
        Reply asked = client.post(CORE + "serviceaccounts/robot/token", "{}");
        assertThat(asked.code()).as(asked.text()).isEqualTo(201);
        assertThat(asked.json().at("/spec/expirationSeconds").asInt()).isEqualTo(3600);
        assertThat(asked.json().at("/spec/audiences").toString()).isEqualTo("[\"" + TokenKey.ISSUER + "\"]");
        String token = asked.json().at("/status/token").asString();
        try (TestClient nobody = server.client(null)) {
            JsonNode who = nobody.post(SELF, "{}", bearer(token)).json().at("/status/userInfo");
            assertThat(who.path("username").asString()).isEqualTo("system:serviceaccount:default:robot");
            assertThat(who.path("groups").toString())
                    .isEqualTo("[\"system:serviceaccounts\",\"system:serviceaccounts:default\","
                            + "\"system:authenticated\"]");
            assertThat(who.at("/extra/authentication.kubernetes.io~1credential-id/0")
                            .asString())
                    .startsWith("JTI=");
            assertThat(nobody.get(CORE + "pods", bearer(token)).message())
                    .startsWith("pods is forbidden: User \"system:serviceaccount:default:robot\" cannot list");
            assertThat(nobody.get("/openid/v1/jwks", bearer(token))
                            .json()
                            .at("/keys/0/alg")
                            .asString())
                    .isEqualTo("ES256");
            assertThat(nobody.get("/.well-known/openid-configuration").code()).isEqualTo(403);
            client.delete(CORE + "serviceaccounts/robot");
            assertThat(nobody.post(SELF, "{}", bearer(token)).code()).isEqualTo(401);
            account("robot");
            assertThat(nobody.post(SELF, "{}", bearer(token)).code()).isEqualTo(401);
            assertThat(nobody.post(SELF, "{}", bearer(token + "x")).code()).isEqualTo(401);
        }
    }

    @Test
    void aTokenThatIsBoundToASecretGoesWithIt() {
        account("bound");
        client.post(CORE + "secrets", "{\"metadata\":{\"name\":\"anchor\"}}");
        Reply asked = client.post(CORE + "serviceaccounts/bound/token", """
                {"spec": {"audiences": ["https://kubernetes.default.svc.cluster.local", "other"],
                  "boundObjectRef": {"apiVersion": "v1", "kind": "Secret", "name": "anchor"}}}
                """);
        String token = asked.json().at("/status/token").asString();
        JsonNode good = review(token, "\"other\",\"third\"");
        assertThat(good.path("authenticated").asBoolean()).isTrue();
        assertThat(good.path("audiences").toString()).isEqualTo("[\"other\"]");
        assertThat(review(token, "\"third\"").path("error").asString())
                .isEqualTo("[invalid bearer token, token audiences [\"https://kubernetes.default.svc.cluster.local\""
                        + " \"other\"] is invalid for the target audiences [\"third\"]]");
        client.delete(CORE + "secrets/anchor");
        assertThat(review(token, "").toString())
                .isEqualTo("{\"user\":{},\"error\":\"[invalid bearer token, service account token has been"
                        + " invalidated]\"}");
    }

    @Test
    void whatCannotBeIsRefused() {
        account("refused");
        String path = CORE + "serviceaccounts/refused/token";
        assertThat(client.post(CORE + "serviceaccounts/nobody/token", "{}").code())
                .isEqualTo(404);
        assertThat(client.post(path, "{\"spec\":{\"expirationSeconds\":599}}").message())
                .contains("may not specify a duration less than 10 minutes");
        assertThat(client.post(
                                path,
                                "{\"spec\":{\"boundObjectRef\":{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\","
                                        + "\"name\":\"x\"}}}")
                        .code())
                .isEqualTo(400);
        client.post(CORE + "secrets", "{\"metadata\":{\"name\":\"other\"}}");
        assertThat(client.post(
                                path,
                                "{\"spec\":{\"boundObjectRef\":{\"kind\":\"Secret\",\"apiVersion\":\"v1\","
                                        + "\"name\":\"other\",\"uid\":\"x\"}}}")
                        .code())
                .isEqualTo(409);
        assertThat(client.post(REVIEWS, "{\"spec\":{}}").code()).isEqualTo(400);
        assertThat(review("nonsense", "").path("error").asString()).isEqualTo("invalid bearer token");
    }

    private void account(String name) {
        assertThat(client.post(CORE + "serviceaccounts", "{\"metadata\":{\"name\":\"" + name + "\"}}")
                        .code())
                .isEqualTo(201);
    }

    private JsonNode review(String token, String audiences) {
        return client.post(REVIEWS, "{\"spec\":{\"token\":\"" + token + "\",\"audiences\":[" + audiences + "]}}")
                .json()
                .path("status");
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
