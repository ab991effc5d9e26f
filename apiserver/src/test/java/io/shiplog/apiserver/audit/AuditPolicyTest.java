package io.shiplog.apiserver.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.apiserver.audit.AuditedRequest.About;
import io.shiplog.apiserver.authn.Identity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What k8s.io/apiserver v0.34.2 does with policies. */
class AuditPolicyTest {
    private static final Identity ALICE = new Identity("alice", List.of("devs", "system:authenticated"));

    @Test
    void theFirstRuleThatMatchesDecidesAndWithoutOneNothingIsTold() {
        AuditPolicy policy = policy("""
                rules:
                - {level: None, verbs: [get]}
                - {level: Metadata, resources: [{group: "", resources: [pods]}]}
                """);
        assertThat(level(policy, pods("get", ""))).isEqualTo(AuditLevel.NONE);
        assertThat(level(policy, pods("create", ""))).isEqualTo(AuditLevel.METADATA);
        assertThat(level(policy, new AuditedRequest(ALICE, "post", "/version", null)))
                .isEqualTo(AuditLevel.NONE);
    }

    @Test
    void verbsUsersGroupsAndNamespacesKnowNoStar() {
        for (String rule : List.of("verbs: ['*']", "users: ['*']", "userGroups: ['*']", "namespaces: ['*']")) {
            assertThat(level(policy("rules: [{level: Metadata, " + rule + "}]"), pods("get", "")))
                    .as(rule)
                    .isEqualTo(AuditLevel.NONE);
        }
    }

    @Test
    void usersAndGroupsOfOneRuleMustBothFit() {
        assertThat(matches("users: [alice], userGroups: [devs]")).isTrue();
        assertThat(matches("users: [alice], userGroups: [ops]")).isFalse();
        assertThat(matches("users: [bob], userGroups: [devs]")).isFalse();
    }

    @Test
    void whoHasNotProvedWhoHeIsIsNoUser() {
        AuditPolicy policy = policy("rules: [{level: Metadata, users: [alice]}]");
        assertThat(level(policy, new AuditedRequest(null, "get", "/x", null))).isEqualTo(AuditLevel.NONE);
    }

    @Test
    void resourcesAreMatchedWithTheirSubresourcesAsTheirFormSays() {
        assertThat(resources("pods", "")).isTrue();
        assertThat(resources("pods", "log")).isFalse();
        assertThat(resources("pods/log", "log")).isTrue();
        assertThat(resources("pods/log", "")).isFalse();
        assertThat(resources("*", "")).isTrue();
        assertThat(resources("*", "log")).isTrue();
        assertThat(resources("pods/*", "")).as("itself, too").isTrue();
        assertThat(resources("pods/*", "log")).isTrue();
        assertThat(resources("*/log", "log")).isTrue();
        assertThat(resources("*/log", "exec")).isFalse();
        assertThat(resources("*/*", "log")).isFalse();
        assertThat(resources("*/*", "")).isFalse();
    }

    @Test
    void aGroupWithoutResourcesHasAllOfThemAndAnEmptyListRestrictsNothing() {
        assertThat(matches("resources: [{group: ''}]")).isTrue();
        assertThat(matches("resources: [{group: apps}]")).isFalse();
        assertThat(matches("resources: []")).isTrue();
        assertThat(matches("resources: [{group: '', resources: [pods], resourceNames: [p]}]"))
                .isTrue();
        assertThat(matches("resources: [{group: '', resources: [pods], resourceNames: [q]}]"))
                .isFalse();
    }

    @Test
    void anEmptyNamespaceIsThatOfTheClusterAndOfListsOverAllButOfNoUrl() {
        AuditPolicy policy = policy("rules: [{level: Metadata, namespaces: ['']}]");
        assertThat(level(policy, of(new About("", "v1", "", "nodes", "n", "")))).isEqualTo(AuditLevel.METADATA);
        assertThat(level(policy, of(new About("", "v1", "", "pods", "", "")))).isEqualTo(AuditLevel.METADATA);
        assertThat(level(policy, pods("get", ""))).isEqualTo(AuditLevel.NONE);
        assertThat(level(policy, new AuditedRequest(ALICE, "get", "/version", null)))
                .isEqualTo(AuditLevel.NONE);
    }

    @Test
    void urlsMayEndWithAStarAndMatchNoResource() {
        AuditPolicy policy = policy("rules: [{level: Metadata, nonResourceURLs: ['/healthz*', /version]}]");
        assertThat(level(policy, new AuditedRequest(ALICE, "get", "/healthz/ping", null)))
                .isEqualTo(AuditLevel.METADATA);
        assertThat(level(policy, new AuditedRequest(ALICE, "get", "/version", null)))
                .isEqualTo(AuditLevel.METADATA);
        assertThat(level(policy, new AuditedRequest(ALICE, "get", "/version/x", null)))
                .isEqualTo(AuditLevel.NONE);
        assertThat(level(policy("rules: [{level: Metadata, nonResourceURLs: ['*']}]"), pods("get", "")))
                .isEqualTo(AuditLevel.NONE);
    }

    @Test
    void omittedStagesOfPolicyAndRuleAddUp() {
        AuditPolicy policy = policy("""
                omitStages: [RequestReceived]
                rules: [{level: Metadata, omitStages: [ResponseStarted]}]
                """);
        assertThat(policy.of(pods("watch", "")).omitStages())
                .isEqualTo(Set.of(AuditStage.REQUEST_RECEIVED, AuditStage.RESPONSE_STARTED));
        assertThat(policy.of(pods("watch", "")).tells(AuditStage.RESPONSE_COMPLETE))
                .isTrue();
    }

    @Test
    void aMisspeltMemberRestrictsNothing() {
        assertThat(matches("resource: [{group: apps}]")).isTrue();
    }

    @Test
    void refusesWhatUpstreamRefuses() {
        assertThatThrownBy(() -> policy("rules: []")).hasMessageContaining("has no rules");
        refused("{level: metadata}", "level is 'metadata'");
        refused("{verbs: [get]}", "level is ''");
        refused("{level: Metadata, omitStages: [Received]}", "'Received', which is no stage");
        refused("{level: Metadata, nonResourceURLs: [/x], resources: [{group: ''}]}", "beside resources");
        refused("{level: Metadata, nonResourceURLs: [/x], namespaces: [a]}", "beside resources or namespaces");
        refused("{level: Metadata, nonResourceURLs: [x]}", "does not begin with a slash");
        refused("{level: Metadata, nonResourceURLs: ['/x*/y']}", "does not begin with a slash, or has a star");
        refused("{level: Metadata, resources: [{group: '', resourceNames: [a]}]}", "resourceNames without resources");
        refused("{level: Metadata, resources: [{group: apps/v1}]}", "the group 'apps/v1'");
        refused("{level: Metadata, resources: [{group: '*'}]}", "the group '*'");
        assertThatThrownBy(() -> AuditPolicyReader.read("{kind: Policy, rules: [{level: None}]}".getBytes(UTF_8)))
                .hasMessageContaining("no Policy of audit.k8s.io/v1");
    }

    @Test
    void aRulesOwnWordOnManagedFieldsCountsBeforeThePolicys() {
        AuditPolicy policy = policy("omitManagedFields: true\nrules: [{level: Request, verbs: [get],"
                + " omitManagedFields: false}, {level: Request}]");
        assertThat(policy.of(pods("get", "")).omitsManagedFields()).isFalse();
        assertThat(policy.of(pods("create", "")).omitsManagedFields()).isTrue();
    }

    private static void refused(String rule, String why) {
        assertThatThrownBy(() -> policy("rules: [" + rule + "]")).as(rule).hasMessageContaining(why);
    }

    private static boolean matches(String rule) {
        return level(policy("rules: [{level: Metadata, " + rule + "}]"), pods("get", "")) == AuditLevel.METADATA;
    }

    private static boolean resources(String form, String subresource) {
        return level(
                        policy("rules: [{level: Metadata, resources: [{group: '', resources: ['" + form + "']}]}]"),
                        pods("get", subresource))
                == AuditLevel.METADATA;
    }

    private static AuditLevel level(AuditPolicy policy, AuditedRequest request) {
        return policy.of(request).level();
    }

    private static AuditedRequest pods(String verb, String subresource) {
        return new AuditedRequest(
                ALICE, verb, "/api/v1/namespaces/a/pods/p", new About("", "v1", "a", "pods", "p", subresource));
    }

    private static AuditedRequest of(About about) {
        return new AuditedRequest(ALICE, "get", "/api/v1/x", about);
    }

    private static AuditPolicy policy(String rest) {
        return AuditPolicyReader.read(("apiVersion: audit.k8s.io/v1\nkind: Policy\n" + rest).getBytes(UTF_8));
    }
}
