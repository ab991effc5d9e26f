package io.shiplog.resources.validation;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.defaults.Defaults;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.names.IpSyntax;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ValidationTest {
    private static final String POD = """
            metadata: {name: web, namespace: default}
            spec:
              containers:
              - {name: web, image: web, ports: [{containerPort: 80}]}
            """;
    private static final String DEPLOYMENT = """
            metadata: {name: web, namespace: default}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: web, image: web}]
            """;
    private static final String SERVICE = """
            metadata: {name: web, namespace: default}
            spec: {selector: {app: web}, ports: [{port: 80}], clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7]}
            """;

    @Test
    void ordinaryObjectsHaveNothingWrong() {
        assertThat(create("pods", POD)).isEmpty();
        assertThat(create("deployments.apps", DEPLOYMENT)).isEmpty();
        assertThat(create("replicasets.apps", DEPLOYMENT)).isEmpty();
        assertThat(create("services", SERVICE)).isEmpty();
        assertThat(create("configmaps", "{metadata: {name: a, namespace: b}, data: {key.conf: x}}"))
                .isEmpty();
        assertThat(create("namespaces", "{metadata: {name: a}}")).isEmpty();
        assertThat(create(
                        "nodes", "{metadata: {name: node-1.local}, spec: {taints: [{key: a/b, effect: NoSchedule}]}}"))
                .isEmpty();
        assertThat(create("clusterroles.rbac.authorization.k8s.io", "{metadata: {name: 'system:node'}}"))
                .isEmpty();
    }

    @Test
    void everyKindTakesAnObjectThatSaysNothingWithoutFailing() {
        for (Kind kind : Kinds.builtIn().kinds()) {
            ObjectNode empty = yaml("{metadata: {name: a, namespace: b}, spec: {}}");
            assertThat(Validation.create(kind, empty)).as(kind.kind()).isNotNull();
            assertThat(Validation.update(kind, empty, empty)).as(kind.kind()).isNotNull();
        }
    }

    @Test
    void checksMetadata() {
        assertThat(create("configmaps", "{metadata: {}}"))
                .containsExactly(
                        "metadata.name: Required value: name or generateName is required",
                        "metadata.namespace: Required value");
        assertThat(create("configmaps", "{metadata: {name: A_B, namespace: b, labels: {'a b': x, ok: 'not ok'}}}"))
                .hasSize(3)
                .allSatisfy(message -> assertThat(message).contains("Invalid value: ", "regex used for validation is"))
                .anySatisfy(
                        message -> assertThat(message).startsWith("metadata.name: Invalid value: \"A_B\": a lowercase"))
                .anySatisfy(
                        message -> assertThat(message).startsWith("metadata.labels: Invalid value: \"a b\": name part"))
                .anySatisfy(message ->
                        assertThat(message).startsWith("metadata.labels: Invalid value: \"not ok\": a valid"));
        assertThat(create("nodes", "{metadata: {name: a, namespace: b}}"))
                .containsExactly("metadata.namespace: Forbidden: not allowed on this type");
        assertThat(create(
                        "configmaps",
                        "{metadata: {name: a, namespace: b, annotations: {a: " + "x".repeat(300_000) + "}}}"))
                .containsExactly("metadata.annotations: Too long: may not be more than 262144 bytes");
        assertThat(create("services", SERVICE.replace("name: web", "name: 1web"))
                        .getFirst())
                .startsWith("metadata.name: Invalid value: \"1web\": a DNS-1035 label must consist of");
    }

    @Test
    void metadataKeepsItsIdentity() {
        Kind kind = kind("configmaps");
        ObjectNode old = yaml("{metadata: {name: a, namespace: b, uid: u, creationTimestamp: '2026-01-01T00:00:00Z',"
                + " deletionTimestamp: '2026-01-02T00:00:00Z', finalizers: [x/y]}}");
        ObjectNode other = old.deepCopy();
        other.withObject("/metadata")
                .put("uid", "v")
                .putArray("finalizers")
                .add("x/y")
                .add("x/z");
        assertThat(messages(Validation.update(kind, other, old)))
                .containsExactly(
                        "metadata.uid: Invalid value: \"v\": field is immutable",
                        "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted,"
                                + " found new finalizers []string{\"x/z\"}");
    }

    @Test
    void checksContainers() {
        assertThat(create("pods", "{metadata: {name: a, namespace: b}, spec: {containers: []}}"))
                .containsExactly("spec.containers: Required value");
        assertThat(create("pods", """
                metadata: {name: a, namespace: b}
                spec:
                  volumes: [{name: data, emptyDir: {}}, {name: data, emptyDir: {}}, {name: two, emptyDir: {}, hostPath: {path: /x}}]
                  containers:
                  - name: a
                    ports: [{containerPort: 0}, {containerPort: 70000, name: HTTP}]
                    volumeMounts: [{name: other, mountPath: /x}, {name: data, mountPath: /x}]
                    resources: {requests: {cpu: 2, memory: -1}, limits: {cpu: 1}}
                    env: [{name: ""}, {name: A, value: x, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                    livenessProbe: {successThreshold: 2}
                  - {name: a, image: x}
                """))
                .contains(
                        "spec.volumes[1].name: Duplicate value: \"data\"",
                        "spec.volumes[2].hostPath: Forbidden: may not specify more than 1 volume type",
                        "spec.containers[0].image: Required value",
                        "spec.containers[0].ports[0].containerPort: Required value",
                        "spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1 and 65535,"
                                + " inclusive",
                        "spec.containers[0].volumeMounts[0].name: Not found: \"other\"",
                        "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/x\": must be unique",
                        "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu"
                                + " limit of 1",
                        "spec.containers[0].resources.requests[memory]: Invalid value: \"-1\": must be greater than or"
                                + " equal to 0",
                        "spec.containers[0].env[0].name: Required value",
                        "spec.containers[0].env[1].valueFrom: Invalid value: \"\": may not be specified when `value` is"
                                + " not empty",
                        "spec.containers[0].livenessProbe: Required value: must specify a handler type",
                        "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1",
                        "spec.containers[1].name: Duplicate value: \"a\"");
    }

    @Test
    void checksThePodItself() {
        assertThat(create("pods", POD + """
                  restartPolicy: Sometimes
                  activeDeadlineSeconds: 0
                  tolerations: [{operator: Exists, value: x}, {key: a, tolerationSeconds: 5}]
                  affinity:
                    nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}
                    podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}}]}
                """))
                .containsExactlyInAnyOrder(
                        "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\","
                                + " \"OnFailure\", \"Never\"",
                        "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive",
                        "spec.tolerations[0].operator: Invalid value: \"x\": value must be empty when `operator` is"
                                + " 'Exists'",
                        "spec.tolerations[1].effect: Invalid value: \"\": effect must be 'NoExecute' when"
                                + " `tolerationSeconds` is set",
                        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms:"
                                + " Required value: must have at least one node selector term",
                        "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey:"
                                + " Required value: can not be empty");
    }

    @Test
    void aPodsSpecificationStaysButForItsImages() {
        assertThat(update("pods", POD, POD.replace("image: web", "image: other")))
                .isEmpty();
        assertThat(update("pods", POD, POD + "  tolerations: [{operator: Exists}]\n"))
                .isEmpty();
        assertThat(update("pods", POD, POD.replace("80", "81")))
                .singleElement()
                .asString()
                .startsWith(
                        "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,");
        assertThat(update("pods", POD, POD + "  - {name: b, image: b}\n"))
                .contains("spec.containers: Forbidden: pod updates may not add or remove containers");
    }

    @Test
    void checksDeployments() {
        assertThat(create("deployments.apps", "{metadata: {name: a, namespace: b}, spec: {replicas: -1}}"))
                .contains(
                        "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
                        "spec.selector: Required value",
                        "spec.template.spec.containers: Required value");
        assertThat(create("deployments.apps", DEPLOYMENT.replace("labels: {app: web}", "labels: {app: other}")))
                .containsExactly("spec.template.metadata.labels: Invalid value: {\"app\":\"other\"}:"
                        + " `selector` does not match template `labels`");
        assertThat(create("deployments.apps", DEPLOYMENT.replace("matchLabels: {app: web}", "")))
                .containsExactly("spec.selector: Invalid value: {}: empty selector is invalid for deployment");
        assertThat(create(
                        "deployments.apps",
                        DEPLOYMENT + "  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}\n"))
                .containsExactly("spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": may not be 0 when"
                        + " `maxSurge` is 0");
        assertThat(create(
                        "deployments.apps",
                        DEPLOYMENT + "  strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}\n"))
                .containsExactly("spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is"
                        + " 'Recreate'");
        assertThat(create("deployments.apps", DEPLOYMENT + "      restartPolicy: Never\n")
                        .getFirst())
                .isEqualTo(
                        "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"");
        assertThat(update("deployments.apps", DEPLOYMENT, DEPLOYMENT.replace("app: web", "app: other")))
                .singleElement()
                .asString()
                .startsWith("spec.selector: Invalid value: ")
                .endsWith(": field is immutable");
    }

    @Test
    void checksServices() {
        assertThat(create("services", "{metadata: {name: a, namespace: b}, spec: {}}"))
                .containsExactly("spec.ports: Required value");
        assertThat(create("services", "{metadata: {name: a, namespace: b}, spec: {clusterIP: None}}"))
                .isEmpty();
        assertThat(create("services", """
                metadata: {name: a, namespace: b}
                spec:
                  type: Other
                  sessionAffinity: Always
                  clusterIP: nonsense
                  ports: [{port: 80}, {port: 80, name: a}, {port: 81, name: a, nodePort: 1}]
                """))
                .contains(
                        "spec.type: Unsupported value: \"Other\": supported values: \"ClusterIP\", \"ExternalName\","
                                + " \"LoadBalancer\", \"NodePort\"",
                        "spec.sessionAffinity: Unsupported value: \"Always\": supported values: \"ClientIP\", \"None\"",
                        "spec.ports[0].name: Required value",
                        "spec.ports[2].name: Duplicate value: \"a\"")
                .anySatisfy(message -> assertThat(message).startsWith("spec.ports[1]: Duplicate value: "))
                .anySatisfy(message ->
                        assertThat(message).contains("Invalid value: \"nonsense\": must be a valid IP address"));
        assertThat(update("services", SERVICE, SERVICE.replace("10.96.0.7", "10.96.0.8")))
                .containsExactly("spec.clusterIPs[0]: Invalid value: [\"10.96.0.8\"]: may not change once set");
        assertThat(create("services", "{metadata: {name: a, namespace: b}, spec: {type: ExternalName}}"))
                .contains("spec.externalName: Required value");
    }

    @Test
    void checksConfigurations() {
        assertThat(create("configmaps", "{metadata: {name: a, namespace: b}, data: {'a/b': x}}")
                        .getFirst())
                .startsWith("data[a/b]: Invalid value: \"a/b\": a valid config key must consist of");
        assertThat(create(
                        "secrets",
                        "{metadata: {name: a, namespace: b}, type: kubernetes.io/tls, data: {tls.crt: YQ==}}"))
                .containsExactly("data[tls.key]: Required value");
        String frozen = "{metadata: {name: a, namespace: b}, immutable: true, data: {a: x}}";
        assertThat(update("configmaps", frozen, frozen.replace("a: x", "a: y")))
                .containsExactly("data: Forbidden: field is immutable when `immutable` is set");
    }

    @Test
    void kindsWithoutRulesOfTheirOwnAreHeldToTheirSchema() {
        assertThat(create("ingresses.networking.k8s.io", """
                metadata: {name: a, namespace: b}
                spec: {rules: [{http: {paths: [{path: /}]}}]}
                """))
                .containsExactlyInAnyOrder(
                        "spec.rules[0].http.paths[0].pathType: Required value",
                        "spec.rules[0].http.paths[0].backend: Required value");
        assertThat(create("networkpolicies.networking.k8s.io", """
                metadata: {name: a, namespace: b}
                spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{protocol: ICMP}]}]}
                """).getFirst())
                .startsWith("spec.ingress[0].ports[0].protocol: Unsupported value: \"ICMP\": supported values:");
    }

    @Test
    void knowsAddresses() {
        assertThat(List.of("10.0.0.1", "0.0.0.0", "::", "::1", "2001:db8::ffff", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8"))
                .allMatch(IpSyntax::isAddress);
        assertThat(List.of("", "10.0.0", "10.0.0.256", "10.0.0.01", "a.b.c.d", "1::2::3", "1:2:3", ":1", "12345::"))
                .noneMatch(IpSyntax::isAddress);
    }

    private static List<String> create(String groupResource, String text) {
        return messages(Validation.create(kind(groupResource), defaulted(groupResource, text)));
    }

    private static List<String> update(String groupResource, String old, String text) {
        return messages(
                Validation.update(kind(groupResource), defaulted(groupResource, text), defaulted(groupResource, old)));
    }

    private static ObjectNode defaulted(String groupResource, String text) {
        ObjectNode object = yaml(text);
        Defaults.apply(kind(groupResource), object);
        return object;
    }

    private static List<String> messages(List<FieldError> errors) {
        return errors.stream().map(FieldError::message).toList();
    }
}
