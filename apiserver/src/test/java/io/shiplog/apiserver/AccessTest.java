package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Origin;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the holders of other certificates may do, and acting as somebody else. */
class AccessTest extends ServerTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String REVIEW = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    @Test
    void aNodeReadsItselfAndServicesAndNothingElse() {
        try (TestClient node = server.client(server.pki().client("node", "system:node:n1", "system:nodes"))) {
            assertThat(node.get("/api/v1/services").code()).isEqualTo(200);
            assertThat(node.get("/api/v1/nodes/n1").code()).isEqualTo(404);
            for (String path : new String[] {
                "/api/v1/nodes",
                "/api/v1/nodes/n2",
                PODS,
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
            assertThat(node.delete("/api/v1/nodes/n1").code()).isEqualTo(403);
        }
    }

    @Test
    void aNodeWritesItsOwnNodeWithoutLabelsThatOthersSelectBy() {
        String nodes = "/api/v1/nodes";
        try (TestClient node = server.client(server.pki().client("node", "system:node:n1", "system:nodes"))) {
            assertThat(node.post(nodes, "{\"metadata\":{\"name\":\"n2\"}}").message())
                    .isEqualTo("nodes \"n2\" is forbidden: node \"n1\" is not allowed to modify node \"n2\"");
            String own = "{\"metadata\":{\"name\":\"n1\",\"labels\":{\"kubernetes.io/hostname\":\"n1\",%s}}}";
            assertThat(node.post(nodes, own.formatted("\"node-restriction.kubernetes.io/x\":\"y\""))
                            .message())
                    .isEqualTo("nodes \"n1\" is forbidden: is not allowed to modify labels:"
                            + " node-restriction.kubernetes.io/x");
            assertThat(node.post(nodes, own.formatted("\"mine\":\"y\"")).code()).isEqualTo(201);
            String leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
            assertThat(node.post(leases, "{\"metadata\":{\"name\":\"n2\"}}").code())
                    .isEqualTo(403);
            assertThat(node.post(leases, "{\"metadata\":{\"name\":\"n1\"}}").code())
                    .isEqualTo(201);
        }
        client.delete(nodes + "/n1");
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
    void theJournalKeepsWhoReallyAskedBesideWhomTheyImpersonate() throws Exception {
        var origins = new ArrayBlockingQueue<Origin>(100);
        Journal.Listener listener = new Journal.Listener() {
            @Override
            public void records(List<JournalRecord> batch) {
                batch.stream()
                        .map(record -> record.proposal().origin())
                        .filter(origin ->
                                origin.user().equals("bob") || origin.client().equals("herself"))
                        .forEach(origins::add);
            }

            @Override
            public void failed(Throwable fault) {}
        };
        try (Journal.Tail _ = server.journal().tail(0, listener)) {
            String maps = "/api/v1/namespaces/default/configmaps";
            client.post(maps, "{\"metadata\":{\"name\":\"own\"}}", "User-Agent", "herself");
            client.post(
                    maps,
                    "{\"metadata\":{\"name\":\"bobs\"}}",
                    "Impersonate-User",
                    "bob",
                    "Impersonate-Group",
                    "system:masters");
            assertThat(origins.poll(30, TimeUnit.SECONDS).impersonator()).isNull();
            Origin bobs = origins.poll(30, TimeUnit.SECONDS);
            assertThat(bobs.user()).isEqualTo("bob");
            assertThat(bobs.impersonator().user()).isEqualTo("kubernetes-admin");
            assertThat(bobs.impersonator().groups()).contains("system:masters");
        }
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

    @Test
    void whatRolesGiveIsAllowedAndExplained() {
        String rbac = "/apis/rbac.authorization.k8s.io/v1";
        client.post(rbac + "/namespaces/default/roles", """
                {"metadata": {"name": "maps"}, "rules": [{"verbs": ["get", "create", "update", "patch"],
                  "apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["allowed"]},
                  {"verbs": ["create", "update"], "apiGroups": ["rbac.authorization.k8s.io"],
                   "resources": ["roles", "rolebindings"]}]}
                """);
        client.post(rbac + "/namespaces/default/rolebindings", """
                {"metadata": {"name": "maps"}, "roleRef": {"kind": "Role", "name": "maps",
                  "apiGroup": "rbac.authorization.k8s.io"}, "subjects": [{"kind": "User", "name": "carol"}]}
                """);
        try (TestClient carol = server.client(server.pki().client("carol", "carol"))) {
            String maps = "/api/v1/namespaces/default/configmaps";
            assertThat(carol.get(maps + "/allowed").code()).isEqualTo(404);
            assertThat(carol.get(maps + "/other").code()).isEqualTo(403);
            var may = carol.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """
                    {"spec": {"resourceAttributes": {"verb": "get", "resource": "configmaps",
                      "namespace": "default", "name": "allowed"}}}
                    """);
            assertThat(may.json().at("/status").toString())
                    .isEqualTo(
                            "{\"allowed\":true,\"reason\":\"RBAC: allowed by RoleBinding \\\"maps/default\\\" of Role"
                                    + " \\\"maps\\\" to User \\\"carol\\\"\"}");
            var rules = carol.post(
                    "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                    "{\"spec\": {\"namespace\": \"default\"}}");
            assertThat(rules.json().at("/status/resourceRules").toString()).contains("\"resourceNames\":[\"allowed\"]");
            var more = carol.post(rbac + "/namespaces/default/roles", """
                    {"metadata": {"name": "more"}, "rules": [{"verbs": ["get", "list"], "apiGroups": [""],
                      "resources": ["secrets"]}]}
                    """);
            assertThat(more.code()).isEqualTo(403);
            assertThat(more.message())
                    .isEqualTo("roles.rbac.authorization.k8s.io \"more\" is forbidden: user \"carol\""
                            + " (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently"
                            + " held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\"]}");
            var bound = carol.post(rbac + "/namespaces/default/rolebindings", """
                    {"metadata": {"name": "admin"}, "roleRef": {"kind": "ClusterRole", "name": "cluster-admin",
                      "apiGroup": "rbac.authorization.k8s.io"}, "subjects": [{"kind": "User", "name": "carol"}]}
                    """);
            assertThat(bound.code()).isEqualTo(403);
            assertThat(bound.message()).contains("{NonResourceURLs:[\"*\"], Verbs:[\"*\"]}");
        }
        var nothing = client.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", "{\"spec\": {}}");
        assertThat(nothing.code()).isEqualTo(422);
    }
}
