package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ValidatingAdmissionPolicies with their bindings; what is said here, kube-apiserver v1.34.2 said, too. */
class AdmissionPoliciesTest extends ServerTest {
    private static final String POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    private static final String BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private static final String FEW = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: few}
            spec:
              matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [configmaps]}]}
              matchConditions: [{name: not-exempt, expression: "object == null || object.metadata.name != 'exempt'"}]
              variables: [{name: data, expression: "has(object.data) ? object.data : {}"}]
              validations:
              - {expression: "object == null || variables.data.size() < 3", messageExpression: "'too many: ' + string(variables.data.size())"}
              - {expression: "object == null || !('bad' in variables.data)", message: "no bad", reason: Forbidden}
              - {expression: "object == null || variables.data.needed != ''"}
            """;

    @AfterEach
    void forget() {
        for (String all : List.of(BINDINGS, POLICIES, MAPS)) {
            assertThat(client.delete(all).code()).isEqualTo(200);
        }
    }

    @Test
    void aWriteIsRefusedThatABoundPolicyDenies() {
        post(POLICIES, FEW, 201);
        post(MAPS, map("unbound", "{a: q}"), 201);
        bind("few", "Deny");
        post(MAPS, map("right", "{needed: q}"), 201);
        Reply many = post(MAPS, map("many", "{needed: q, a: q, b: q}"), 422);
        assertThat(many.message())
                .isEqualTo(
                        "configmaps \"many\" is forbidden: ValidatingAdmissionPolicy 'few' with binding 'bound' denied"
                                + " request: too many: 3");
        assertThat(many.reason()).isEqualTo("Invalid");
        assertThat(post(MAPS, map("bad", "{needed: q, bad: q}"), 403).message()).endsWith("denied request: no bad");
        assertThat(post(MAPS, map("error", "{a: q}"), 422).message())
                .endsWith("denied request: expression 'object == null || variables.data.needed != '''"
                        + " resulted in error: no such key: needed");
        post(MAPS, map("exempt", "{a: q}"), 201);
        assertThat(client.patch(MAPS + "/right", "application/merge-patch+json", "{\"data\":{\"bad\":\"q\"}}")
                        .code())
                .isEqualTo(403);
        assertThat(client.delete(MAPS + "/right").code()).isEqualTo(200);
    }

    @Test
    void aPolicyThatWarnsLetsPass() {
        post(POLICIES, FEW, 201);
        bind("few", "Warn");
        Reply warned = post(MAPS, map("bad", "{needed: q, bad: q}"), 201);
        assertThat(warned.header("warning").toString())
                .contains("Validation failed for ValidatingAdmissionPolicy 'few' with binding 'bound': no bad");
    }

    @Test
    void aPolicyIsRefusedWhoseExpressionsAreWrong() {
        Reply wrong = post(POLICIES, """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: wrong}
                spec:
                  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]}
                  variables: [{name: data, expression: "objet.data"}]
                  validations: [{expression: "variables.foo", messageExpression: "1"}]
                """, 422);
        assertThat(wrong.message())
                .contains("spec.variables[0].expression: Invalid value: \"objet.data\": compilation failed: ERROR:"
                        + " <input>:1:1: undeclared reference to 'objet' (in container '')")
                .contains("undefined field 'foo'")
                .contains("spec.validations[0].messageExpression: Invalid value: \"1\": must evaluate to string but got"
                        + " int");
    }

    @Test
    void aParameterIsTheBindings() {
        post(POLICIES, """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: limits}
                spec:
                  paramKind: {apiVersion: v1, kind: ConfigMap}
                  matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: ["*"], resources: [deployments]}]}
                  validations: [{expression: "object.spec.replicas <= int(params.data.max)", messageExpression: "'at most ' + params.data.max + ' in ' + namespaceObject.metadata.name"}]
                """, 201);
        post(BINDINGS, """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: bound}
                spec: {policyName: limits, validationActions: [Deny], paramRef: {name: limit, parameterNotFoundAction: Deny}}
                """, 201);
        String deployment = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d}
                spec: {replicas: %d, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
                """;
        String deployments = "/apis/apps/v1/namespaces/default/deployments";
        assertThat(post(deployments, deployment.formatted(1), 422).message())
                .endsWith("failed to configure binding: no params found for policy binding with `Deny`"
                        + " parameterNotFoundAction");
        post(MAPS, map("limit", "{max: '2'}"), 201);
        assertThat(post(deployments, deployment.formatted(3), 422).message()).endsWith("at most 2 in default");
        post(deployments, deployment.formatted(2), 201);
    }

    @Test
    void theStatusTellsWhatDoesNotFitTheTypesThatAreMatched() {
        var status = post(POLICIES, """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: typed}
                spec:
                  matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: ["*"], resources: [deployments]}]}
                  validations:
                  - {expression: "object.spec.replicas > '1'"}
                  - {expression: "object.spec.replicas > 1 && object.spec.template.spec.containers.all(c, c.image != '')"}
                  - {expression: "object.spec.replica > 1", messageExpression: "'has ' + object.metadata.labels['a']"}
                """, 201).json().path("status");
        assertThat(status.path("observedGeneration").asInt()).isEqualTo(1);
        var warnings = status.path("typeChecking").path("expressionWarnings");
        assertThat(warnings.valueStream().map(one -> one.path("fieldRef").asString()))
                .containsExactly("spec.validations[0].expression", "spec.validations[2].expression");
        assertThat(warnings.get(0).path("warning").asString())
                .startsWith("apps/v1, Kind=Deployment: ")
                .contains("found no matching overload for '_>_' applied to '(int, string)'");
        assertThat(warnings.get(1).path("warning").asString()).contains("undefined field 'replica'");
    }

    private void bind(String policy, String action) {
        post(BINDINGS, """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: bound}
                spec: {policyName: %s, validationActions: [%s]}
                """.formatted(policy, action), 201);
    }

    private static String map(String name, String data) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: " + data + "}";
    }

    private Reply post(String path, String yaml, int code) {
        Reply reply = client.post(path, Json.text(Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8))));
        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        return reply;
    }
}
