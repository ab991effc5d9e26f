package io.shiplog.apiserver.authn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.rbac.Escalation;
import io.shiplog.resources.rbac.PolicyReconciliation;
import io.shiplog.resources.rbac.RoleRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestAuthorizerTest {
    private static final Identity BOB = new Identity("bob", List.of("devs", "system:authenticated"));
    private static final Identity ROBOT =
            new Identity("system:serviceaccount:ns:robot", List.of("system:serviceaccounts", "system:authenticated"));
    private static final Identity NODE = new Identity("system:node:n1", List.of("system:nodes"));

    private final List<StoredObject> objects = new ArrayList<>();

    @Test
    void aBindingOfTheClusterHoldsEverywhereAndOneOfANamespaceThere() {
        clusterRole("reader", "{\"verbs\":[\"get\",\"list\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}");
        bind("", "all", "ClusterRole", "reader", "{\"kind\":\"User\",\"name\":\"alice\"}");
        bind("ns", "here", "ClusterRole", "reader", "{\"kind\":\"Group\",\"name\":\"devs\"}");
        assertThat(may(new Identity("alice", List.of()), "list", "pods", "", "other", ""))
                .isTrue();
        assertThat(may(BOB, "get", "pods", "", "ns", "p")).isTrue();
        assertThat(may(BOB, "get", "pods", "", "other", "p")).isFalse();
        assertThat(may(BOB, "list", "pods", "", "", "")).isFalse();
        assertThat(may(BOB, "delete", "pods", "", "ns", "p")).isFalse();
        assertThat(may(BOB, "get", "pods", "log", "ns", "p")).isFalse();
        assertThat(rule(BOB, "get", "pods", "", "ns", "p").reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"here/ns\" of ClusterRole \"reader\" to Group \"devs\"");
    }

    @Test
    void anAccountOfTheBindingsOwnNamespaceNeedsNone() {
        role(
                "ns",
                "r",
                "{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*/status\",\"secrets\"],"
                        + "\"resourceNames\":[\"one\"]}");
        bind("ns", "b", "Role", "r", "{\"kind\":\"ServiceAccount\",\"name\":\"robot\"}");
        assertThat(may(ROBOT, "patch", "pods", "status", "ns", "one")).isTrue();
        assertThat(may(ROBOT, "get", "secrets", "", "ns", "one")).isTrue();
        assertThat(may(ROBOT, "get", "secrets", "", "ns", "two")).isFalse();
        assertThat(may(ROBOT, "create", "secrets", "", "ns", "")).isFalse();
    }

    @Test
    void aPathMayEndInAStar() {
        clusterRole("paths", "{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/debug/*\",\"/one\"]}");
        bind("", "b", "ClusterRole", "paths", "{\"kind\":\"User\",\"name\":\"bob\"}");
        RequestAuthorizer authorizer = authorizer();
        assertThat(authorizer.allows(BOB, AccessAttributes.toPath("get", "/debug/pprof")))
                .isTrue();
        assertThat(authorizer.allows(BOB, AccessAttributes.toPath("get", "/one")))
                .isTrue();
        assertThat(authorizer.allows(BOB, AccessAttributes.toPath("get", "/one/two")))
                .isFalse();
        assertThat(authorizer.allows(BOB, AccessAttributes.toPath("post", "/one")))
                .isFalse();
    }

    @Test
    void rolesGiveNobodyThePathsOfNodesThatJoin() {
        clusterRole("paths", "{\"verbs\":[\"*\"],\"nonResourceURLs\":[\"*\"]}");
        bind("", "b", "ClusterRole", "paths", "{\"kind\":\"User\",\"name\":\"bob\"}");
        assertThat(authorizer().allows(BOB, AccessAttributes.toPath("post", "/shiplog/v1/nodes/n1")))
                .isFalse();
    }

    @Test
    void whatIsGrantedFollowsTheTables() {
        clusterRole("reader", "{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}");
        assertThat(may(BOB, "get", "pods", "", "ns", "p")).isFalse();
        bind("", "b", "ClusterRole", "reader", "{\"kind\":\"User\",\"name\":\"bob\"}");
        assertThat(may(BOB, "get", "pods", "", "ns", "p")).isTrue();
        objects.removeLast();
        assertThat(may(BOB, "get", "pods", "", "ns", "p")).isFalse();
    }

    @Test
    void aNodeReadsWhatItsPodsNameByName() {
        add(
                "pods",
                "",
                "ns",
                "mine",
                "{\"kind\":\"Pod\",\"spec\":{\"nodeName\":\"n1\",\"serviceAccountName\":\"robot\","
                        + "\"containers\":[],\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"s\"}}]}}");
        add(
                "pods",
                "",
                "ns",
                "other",
                "{\"kind\":\"Pod\",\"spec\":{\"nodeName\":\"n2\",\"containers\":[],"
                        + "\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"t\"}}]}}");
        assertThat(may(NODE, "get", "secrets", "", "ns", "s")).isTrue();
        assertThat(may(NODE, "get", "secrets", "", "ns", "t")).isFalse();
        assertThat(rule(NODE, "list", "secrets", "", "ns", "").reason()).isEqualTo("No Object name found");
        assertThat(may(NODE, "create", "serviceaccounts", "token", "ns", "robot"))
                .isTrue();
        assertThat(may(NODE, "create", "serviceaccounts", "token", "ns", "default"))
                .isFalse();
        assertThat(may(NODE, "patch", "pods", "status", "ns", "mine")).isTrue();
        assertThat(may(NODE, "patch", "pods", "status", "ns", "other")).isFalse();
        assertThat(may(NODE, "get", "nodes", "", "", "n1")).isTrue();
        assertThat(may(NODE, "patch", "nodes", "status", "", "n2")).isFalse();
        Map<String, String> mine = Map.of("spec.nodeName", "n1");
        assertThat(authorizer().allows(NODE, new AccessAttributes("list", "", "pods", "", "", "", "", mine)))
                .isTrue();
        assertThat(may(NODE, "list", "pods", "", "", "")).isFalse();
    }

    @Test
    void whoIsCalledANodeAndIsInNoGroupOfNodesIsNone() {
        assertThat(may(new Identity("system:node:n1", List.of()), "get", "nodes", "", "", "n1"))
                .isFalse();
    }

    @Test
    void theDefaultPolicyIsMadeOnceAndCompletedLater() {
        Instant now = Instant.parse("2026-12-01T00:00:00Z");
        var first = (Decision.Propose) new PolicyReconciliation(now, () -> "uid").decide(state());
        first.writes()
                .forEach(write ->
                        objects.add(new StoredObject(write.resource(), write.key(), write.uid(), 1, write.object())));
        assertThat(new PolicyReconciliation(now, () -> "uid").decide(state())).isInstanceOf(Decision.Nothing.class);
        assertThat(may(BOB, "create", "selfsubjectreviews.authentication.k8s.io", "", "", ""))
                .isTrue();
        assertThat(authorizer().allows(Identity.ANONYMOUS, AccessAttributes.toPath("get", "/version")))
                .isTrue();
        assertThat(authorizer().allows(Identity.ANONYMOUS, AccessAttributes.toPath("get", "/api")))
                .isFalse();
        objects.removeIf(object -> object.key().name().equals("system:basic-user"));
        clusterRole("system:basic-user", "{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}");
        var again = (Decision.Propose) new PolicyReconciliation(now, () -> "uid").decide(state());
        assertThat(again.writes()).hasSize(2);
        assertThat(new String(again.writes().getFirst().object(), UTF_8))
                .contains("[\"pods\"]", "selfsubjectrulesreviews", "selfsubjectreviews");
    }

    @Test
    void whatIsNotHeldIsToldResourceByResource() {
        RoleRule pods = new RoleRule(List.of("get"), List.of(""), List.of("pods"), List.of(), List.of());
        RoleRule wanted = new RoleRule(
                List.of("get", "list", "watch"), List.of("", "apps"), List.of("pods"), List.of(), List.of());
        assertThat(Escalation.missing(List.of(pods), List.of(wanted)))
                .hasValue("{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\" \"watch\"]}\n"
                        + "{APIGroups:[\"apps\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\" \"watch\"]}");
        assertThat(Escalation.missing(Escalation.EVERYTHING, List.of(wanted))).isEmpty();
        assertThat(Escalation.missing(List.of(wanted), List.of(pods))).isEmpty();
        RoleRule one = new RoleRule(List.of("get"), List.of(""), List.of("pods"), List.of("one"), List.of());
        assertThat(Escalation.missing(List.of(pods), List.of(one))).isEmpty();
        assertThat(Escalation.missing(List.of(one), List.of(pods)))
                .hasValue("{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}");
    }

    private State state() {
        return State.of(objects, 1);
    }

    private RequestAuthorizer authorizer() {
        State state = state();
        return new RequestAuthorizer(() -> state);
    }

    private boolean may(Identity who, String verb, String resource, String sub, String namespace, String name) {
        return rule(who, verb, resource, sub, namespace, name).allowed();
    }

    private RequestAuthorizer.Ruling rule(
            Identity who, String verb, String resource, String sub, String namespace, String name) {
        String[] parts = resource.split("\\.", 2);
        String group = parts.length > 1 ? parts[1] : "";
        return authorizer().rule(who, new AccessAttributes(verb, group, parts[0], sub, namespace, name, ""));
    }

    private void clusterRole(String name, String rule) {
        add(
                "clusterroles",
                RBAC,
                "",
                name,
                "{\"kind\":\"ClusterRole\",\"apiVersion\":\"" + RBAC + "/v1\"," + "\"metadata\":{\"name\":\"" + name
                        + "\"},\"rules\":[" + rule + "]}");
    }

    private static final String RBAC = "rbac.authorization.k8s.io";

    private void role(String namespace, String name, String rule) {
        add("roles", RBAC, namespace, name, "{\"rules\":[" + rule + "]}");
    }

    private void bind(String namespace, String name, String kind, String role, String subject) {
        String resource = namespace.isEmpty() ? "clusterrolebindings" : "rolebindings";
        add(
                resource,
                RBAC,
                namespace,
                name,
                "{\"roleRef\":{\"kind\":\"" + kind + "\",\"name\":\"" + role + "\"},\"subjects\":[" + subject + "]}");
    }

    private void add(String resource, String group, String namespace, String name, String json) {
        objects.add(new StoredObject(
                new GroupResource(resource, group),
                new ObjectKey(namespace, name),
                "uid-" + name,
                objects.size() + 1,
                json.getBytes(UTF_8)));
    }
}
