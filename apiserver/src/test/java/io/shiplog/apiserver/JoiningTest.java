package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.join.JoinRequest;
import io.shiplog.apiserver.join.Joined;
import io.shiplog.apiserver.join.Joining;
import io.shiplog.apiserver.join.Whereabouts;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may become a node, by which token, under which name and where. */
class JoiningTest {
    private static final String SECRETS = "/api/v1/namespaces/kube-system/secrets";
    private static final String SECRET = "0123456789abcdef";
    private static final Whereabouts WHERE = new Whereabouts("shiplog", "127.0.0.1:9092", List.of("10.96.0.10"));

    @TempDir
    Path folder;

    private TestServer server;
    private TestClient admin;
    private TestClient stranger;

    /** Signs everything. */
    private static final class Agreeable implements Joining {
        @Override
        public Set<String> ownHosts() {
            return Set.of("127.0.0.1", "kubernetes");
        }

        @Override
        public Joined admit(JoinRequest request) {
            return new Joined("signed " + request.certificateRequest(), "authority", Map.of("a", "b"), WHERE);
        }

        @Override
        public boolean revoke(String node) {
            return true;
        }

        @Override
        public Whereabouts whereabouts() {
            return WHERE;
        }
    }

    @BeforeEach
    void start() {
        server = TestServer.start(folder, new Agreeable());
        admin = server.client();
        stranger = server.client(null);
    }

    @AfterEach
    void stop() {
        stranger.close();
        admin.close();
        server.close();
    }

    @Test
    void aTokensHolderBecomesANodeAndMayDoNothingElse() {
        token("abcdef", SECRET, in(Duration.ofHours(1)), "true");
        String[] bearer = bearer("abcdef", SECRET);
        TestClient.Reply reply = stranger.post("/shiplog/v1/nodes/n1", request("127.0.0.9"), bearer);
        assertThat(reply.code()).as(reply.text()).isEqualTo(200);
        Joined joined = Joined.read(reply.body());
        assertThat(joined.certificate()).isEqualTo("signed request");
        assertThat(joined.kafka()).isEqualTo(Map.of("a", "b"));
        assertThat(joined.where()).isEqualTo(WHERE);
        for (String path : List.of(SECRETS, "/api/v1/nodes", "/api/v1/pods", "/shiplog/v1/nodes/n1", "/metrics")) {
            assertThat(stranger.get(path, bearer).code()).as(path).isEqualTo(403);
        }
        assertThat(stranger.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", bearer)
                        .json()
                        .at("/status/userInfo")
                        .toString())
                .isEqualTo("{\"username\":\"system:bootstrap:abcdef\",\"groups\":[\"system:bootstrappers\","
                        + "\"system:authenticated\"]}");
    }

    @Test
    void tokensThatAreNotGoodGetUpstreamsAnswer() {
        token("abcdef", SECRET, in(Duration.ofHours(1)), "true");
        token("expire", SECRET, in(Duration.ofSeconds(-1)), "true");
        token("nonsen", SECRET, "tomorrow", "true");
        token("signin", SECRET, "", "false");
        for (String token : List.of(
                "abcdef.fedcba9876543210",
                "unknow." + SECRET,
                "expire." + SECRET,
                "nonsen." + SECRET,
                "signin." + SECRET,
                "ABCDEF." + SECRET,
                "abcdef" + SECRET,
                "abcdef." + SECRET + "0",
                "x")) {
            String[] bearer = {"Authorization", "Bearer " + token};
            TestClient.Reply reply = stranger.post("/shiplog/v1/nodes/n1", request("127.0.0.9"), bearer);
            assertThat(reply.code()).as(token).isEqualTo(401);
            assertThat(reply.json().toString())
                    .isEqualTo("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                            + "\"message\":\"Unauthorized\",\"reason\":\"Unauthorized\",\"code\":401}");
            assertThat(stranger.get("/healthz", bearer).code()).as(token).isEqualTo(401);
        }
        assertThat(stranger.post("/shiplog/v1/nodes/n1", request("127.0.0.9")).code())
                .isEqualTo(403);
        assertThat(stranger.get("/healthz").code()).isEqualTo(200);
    }

    @Test
    void aTokenThatIsDeletedIsWorthless() {
        token("abcdef", SECRET, "", "true");
        assertThat(admin.delete(SECRETS + "/bootstrap-token-abcdef").code()).isEqualTo(200);
        assertThat(stranger.post("/shiplog/v1/nodes/n1", request("127.0.0.9"), bearer("abcdef", SECRET))
                        .code())
                .isEqualTo(401);
    }

    @Test
    void aTokenTakesNobodysNameOrAddress() {
        token("abcdef", SECRET, "", "true");
        assertThat(admin.post("/api/v1/nodes", """
                                {"metadata":{"name":"taken"},
                                 "status":{"addresses":[{"type":"InternalIP","address":"127.0.0.8"},
                                                        {"type":"InternalIP","address":"fd00::8"}],
                                  "conditions":[{"type":"Ready","status":"True"}]}}""").code()).isEqualTo(201);
        assertThat(join("taken", "127.0.0.9").code()).isEqualTo(409);
        assertThat(join("kubernetes", "127.0.0.9").code()).isEqualTo(403);
        assertThat(join("n1", "127.0.0.1").code()).isEqualTo(403);
        assertThat(join("n1", "127.0.0.8").code()).isEqualTo(403);
        assertThat(join("n1", "fd00:0:0::0008").code()).isEqualTo(403);
        assertThat(join("n1", "::ffff:7f00:1").code()).isEqualTo(403);
        assertThat(join("n1", "fd00::8::1").code()).isEqualTo(400);
        assertThat(join("n1", "apiserver").code()).isEqualTo(400);
        assertThat(join("N1", "127.0.0.9").code()).isEqualTo(400);
        assertThat(join("127.0.0.1", "127.0.0.9").code()).isEqualTo(400);
        assertThat(join("n1", "127.0.0.9").code()).isEqualTo(200);
    }

    @Test
    void aNodeThatNobodyHearsOfIsReplaced() {
        token("abcdef", SECRET, "", "true");
        assertThat(admin.post("/api/v1/nodes", """
                                {"metadata":{"name":"lost"},
                                 "status":{"conditions":[{"type":"Ready","status":"Unknown"}]}}""").code()).isEqualTo(201);
        assertThat(join("lost", "127.0.0.9").code()).isEqualTo(200);
    }

    @Test
    void aNodeRenewsItselfAndNoOther() {
        assertThat(admin.post("/api/v1/nodes", "{\"metadata\":{\"name\":\"n1\"}}")
                        .code())
                .isEqualTo(201);
        try (TestClient node = server.client(server.pki().client("node", "system:node:n1", "system:nodes"))) {
            assertThat(node.post("/shiplog/v1/nodes/n1", request("127.0.0.9")).code())
                    .isEqualTo(200);
            assertThat(Whereabouts.read(node.get("/shiplog/v1/nodes/n1").json()))
                    .isEqualTo(WHERE);
            assertThat(node.post("/shiplog/v1/nodes/n2", request("127.0.0.9")).code())
                    .isEqualTo(403);
            assertThat(node.get("/shiplog/v1/nodes/n2").code()).isEqualTo(403);
        }
    }

    @Test
    void aNodeThatWasRevokedIsNobody() {
        try (TestClient node = server.client(server.pki().client("node", "system:node:n1", "system:nodes"))) {
            assertThat(node.get("/api/v1/services").code()).isEqualTo(200);
            assertThat(node.delete("/shiplog/v1/nodes/n1").code()).isEqualTo(403);
            assertThat(admin.post(
                                    "/api/v1/namespaces/kube-system/configmaps",
                                    "{\"metadata\":{\"name\":\"revoked-node-n1\"}}")
                            .code())
                    .isEqualTo(201);
            assertThat(admin.delete("/shiplog/v1/nodes/n1").text()).isEqualTo("{\"revoked\":true}");
            assertThat(node.get("/api/v1/services").code()).isEqualTo(401);
            assertThat(node.get("/shiplog/v1/nodes/n1").code()).isEqualTo(401);
            assertThat(node.post("/shiplog/v1/nodes/n1", request("127.0.0.9")).code())
                    .isEqualTo(401);
        }
        try (TestClient other = server.client(server.pki().client("other", "system:node:n2", "system:nodes"))) {
            assertThat(other.get("/api/v1/services").code()).isEqualTo(200);
        }
    }

    private TestClient.Reply join(String node, String address) {
        return stranger.post("/shiplog/v1/nodes/" + node, request(address), bearer("abcdef", SECRET));
    }

    private void token(String id, String secret, String expiration, String authentication) {
        String body = """
                {"metadata":{"name":"bootstrap-token-%s"},"type":"bootstrap.kubernetes.io/token","data":
                {"token-id":"%s","token-secret":"%s","expiration":"%s","usage-bootstrap-authentication":"%s"}}""".formatted(id, base64(id), base64(secret), base64(expiration), base64(authentication));
        assertThat(admin.post(SECRETS, body).code()).isEqualTo(201);
    }

    private static String in(Duration time) {
        return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String[] bearer(String id, String secret) {
        return new String[] {"Authorization", "Bearer " + id + "." + secret};
    }

    private static String request(String address) {
        return new String(new JoinRequest("", "request", List.of(address)).body(), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
