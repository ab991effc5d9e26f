package io.shiplog.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

/** Who asks for certificates, and who may answer. */
class SigningRequestsTest extends ServerTest {
    private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String CLIENT = "kubernetes.io/kube-apiserver-client";

    @Test
    void aRequestIsOfWhoSendsItWhateverItSays() throws Exception {
        Reply made = client.post(REQUESTS, body("own", "CN=alice,O=devs", CLIENT));
        assertThat(made.code()).as(made.text()).isEqualTo(201);
        assertThat(made.json().at("/spec/username").asString()).isEqualTo("kubernetes-admin");
        assertThat(made.json().at("/spec/groups").toString())
                .isEqualTo("[\"system:masters\",\"system:authenticated\"]");
        assertThat(made.json().at("/spec").has("extra")).isFalse();
    }

    @Test
    void noRequestMakesAnAdministratorOrIsUnreadable() throws Exception {
        assertThat(client.post(REQUESTS, body("evil", "CN=alice,O=system:masters", CLIENT))
                        .message())
                .endsWith("use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed");
        String unreadable = body("bad", "CN=alice", CLIENT).replaceFirst("\"request\":\"[^\"]+", "\"request\":\"dm0K");
        assertThat(client.post(REQUESTS, unreadable).code()).isEqualTo(422);
    }

    @Test
    void whoAnswersNeedsARightToTheSignerAndTakesNothingBack() throws Exception {
        client.post(REQUESTS, body("asked", "CN=alice", CLIENT));
        client.post(RBAC + "clusterroles", """
                {"metadata": {"name": "answers"}, "rules": [
                  {"verbs": ["patch"], "apiGroups": ["certificates.k8s.io"],
                   "resources": ["certificatesigningrequests/approval", "certificatesigningrequests/status"]}]}
                """);
        bind("answers", "answers");
        String approved =
                "{\"status\":{\"conditions\":[{\"type\":\"Approved\",\"status\":\"True\",\"reason\":\"r\"}]}}";
        try (TestClient dave = server.client(server.pki().client("dave", "dave"))) {
            assertThat(patch(dave, "/asked/approval", approved).message())
                    .endsWith("user not permitted to approve requests with signerName \"" + CLIENT + "\"");
            assertThat(patch(dave, "/asked/status", approved).message())
                    .endsWith("updates may not add a condition of type \"Approved\"");
            assertThat(patch(dave, "/asked/status", "{\"status\":{\"certificate\":\"dm0K\"}}")
                            .code())
                    .isEqualTo(403);
            bind("approver", "system:certificates.k8s.io:kube-apiserver-client-approver");
            assertThat(patch(dave, "/asked/approval", approved).code()).isEqualTo(200);
            assertThat(patch(dave, "/asked/approval", "{\"status\":{\"conditions\":null}}")
                            .message())
                    .endsWith("updates may not remove a condition of type \"Approved\"");
        }
    }

    private void bind(String name, String role) {
        client.post(RBAC + "clusterrolebindings", """
                {"metadata": {"name": "%s"}, "roleRef": {"kind": "ClusterRole", "name": "%s",
                  "apiGroup": "rbac.authorization.k8s.io"}, "subjects": [{"kind": "User", "name": "dave"}]}
                """.formatted(name, role));
    }

    private static Reply patch(TestClient as, String path, String body) {
        return as.patch(REQUESTS + path, "application/merge-patch+json", body);
    }

    private static String body(String name, String subject, String signer) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        var request = new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        var pem = new StringWriter();
        try (var writer = new JcaPEMWriter(pem)) {
            writer.writeObject(request);
        }
        String encoded = Base64.getEncoder().encodeToString(pem.toString().getBytes(UTF_8));
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"request\":\"" + encoded + "\",\"signerName\":\""
                + signer + "\",\"usages\":[\"client auth\"],\"username\":\"forged\",\"groups\":[\"forged\"],"
                + "\"extra\":{\"forged\":[\"x\"]}}}";
    }
}
