package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import org.junit.jupiter.api.Test;

/** What the holders of other certificates may do, and acting as somebody else. */
class AccessTest extends ServerTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String REVIEW = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    @Test
    void aNodeReadsPodsButNeitherSecretsNorIntoContainers() {
        try (TestClient node = server.client(server.pki().client("node", "system:node:n1", "system:nodes"))) {
            assertThat(node.get(PODS).code()).isEqualTo(200);
            for (String path : new String[] {
                PODS + "/p/exec?command=sh",
                PODS + "/p/attach",
                PODS + "/p/portforward",
                PODS + "/p/log",
                "/api/v1/namespaces/default/secrets",
                "/api/v1/namespaces/default/configmaps"
            }) {
                assertThat(node.get(path).code()).as(path).isEqualTo(403);
            }
            assertThat(node.delete(PODS + "/p").code()).isEqualTo(403);
        }
    }

    @Test
    void anAdministratorActsAsSomebodyElse() {
        var refused = client.get(PODS + "/p", "Impersonate-User", "bob");
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("pods \"p\" is forbidden: User \"bob\" cannot get resource \"pods\" in API group \"\" in the"
                        + " namespace \"default\"");
        var bob = client.post(REVIEW, "{}", "Impersonate-User", "bob", "Impersonate-Group", "devs");
        assertThat(bob.json().at("/status/userInfo/username").asString()).isEqualTo("bob");
        assertThat(bob.json().at("/status/userInfo/groups").toString())
                .isEqualTo("[\"devs\",\"system:authenticated\"]");
        var account = client.post(REVIEW, "{}", "Impersonate-User", "system:serviceaccount:ns:robot");
        assertThat(account.json().at("/status/userInfo/groups").toString())
                .isEqualTo("[\"system:serviceaccounts\",\"system:serviceaccounts:ns\",\"system:authenticated\"]");
        assertThat(client.get(PODS, "Impersonate-Group", "devs").code()).isEqualTo(400);
    }

    @Test
    void nobodyElseDoes() {
        try (TestClient bob = server.client(server.pki().client("bob", "bob"))) {
            var refused = bob.get("/apis", "Impersonate-User", "kubernetes-admin");
            assertThat(refused.code()).isEqualTo(403);
            assertThat(refused.message())
                    .isEqualTo(
                            "users \"kubernetes-admin\" is forbidden: User \"bob\" cannot impersonate resource \"users\""
                                    + " in API group \"\" at the cluster scope");
        }
    }
}
