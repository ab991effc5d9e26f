package io.shiplog.resources.validation;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.admission.Admission;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class KindRulesTest {
    private static final String META = "metadata: {name: a, namespace: ns}, ";
    private static final String POD = META + "spec: {containers: [{name: c, image: x";

    static Stream<Arguments> invalid() {
        return Stream.of(
                row(
                        "pods",
                        META
                                + "spec: {resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}, containers: [{name: c, image: x,"
                                + " resources: {requests: {cpu: 2, memory: 1Gi}, limits: {cpu: 2, memory: 2Gi}}}]}",
                        "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to aggregate"
                                + " container requests of 2; "
                                + "spec.resources.containers[0][memory].limits: Invalid value: \"2Gi\": must be less than or equal to"
                                + " pod limits of 1Gi"),
                row(
                        "pods",
                        META
                                + "spec: {resources: {requests: {ephemeral-storage: 1Gi}}, containers: [{name: c, image: x}]}",
                        "spec.resources.requests[ephemeral-storage]: Unsupported value: \"ephemeral-storage\": supported"
                                + " values: \"cpu\", \"hugepages-\", \"memory\""),
                row(
                        "pods",
                        POD + ", resources: {requests: {example.com/gpu: 1}}}]}",
                        "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources"),
                row(
                        "configmaps",
                        "metadata: {namespace: ns}",
                        "metadata.name: Required value: name or generateName is required"),
                row("configmaps", "metadata: {name: a}", "metadata.namespace: Required value"),
                row(
                        "configmaps",
                        "metadata: {name: A_b, namespace: ns}",
                        "metadata.name: Invalid value: \"A_b\": a lowercase RFC 1123 subdomain must consist of lower case"
                                + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g."
                                + " 'example.com', regex used for validation is"
                                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"),
                row(
                        "configmaps",
                        "metadata: {name: a, namespace: ns, labels: {k: 'a b'}}",
                        "metadata.labels: Invalid value: \"a b\": a valid label must be an empty string or consist of"
                                + " alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                                + " (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
                                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"),
                row(
                        "configmaps",
                        "metadata: {name: a, namespace: ns, finalizers: [x]}",
                        "metadata.finalizers[0]: Invalid value: \"x\": name is neither a standard finalizer name nor is it fully qualified"),
                row(
                        "configmaps",
                        "metadata: {name: a, namespace: ns, ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: u, controller: true},"
                                + " {apiVersion: v1, kind: Pod, name: q, controller: true}]}",
                        "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty; metadata.ownerReferences: Invalid value:"
                                + " [{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\",\"controller\":true},"
                                + "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"q\",\"controller\":true}]: Only one reference can"
                                + " have Controller set to true. Found \"true\" in references for Pod/p and Pod/q"),
                row(
                        "configmaps",
                        "metadata: {name: a, namespace: ns, finalizers: [orphan, foregroundDeletion]}",
                        "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and"
                                + " foregroundDeletion cannot be both set"),
                row(
                        "replicasets.apps",
                        META
                                + "spec: {selector: {matchExpressions: [{key: app, operator: In, values: ['a b']}]}, template: {spec: {containers: [{name: c, image: x}]}}}",
                        "spec.selector.matchExpressions[0].values[0]: Invalid value: \"a b\": a valid label must be an empty"
                                + " string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                                + " alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation"
                                + " is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"),
                row(
                        "configmaps",
                        META + "data: {a/b: c}",
                        "data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_'"
                                + " or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                                + " '[-._a-zA-Z0-9]+')"),
                row("pods", META + "spec: {}", "spec.containers: Required value"),
                row("pods", META + "spec: {containers: [{image: x}]}", "spec.containers[0].name: Required value"),
                row("pods", META + "spec: {containers: [{name: c}]}", "spec.containers[0].image: Required value"),
                row(
                        "pods",
                        META + "spec: {containers: [{name: c, image: x}, {name: c, image: x}]}",
                        "spec.containers[1].name: Duplicate value: \"c\""),
                row(
                        "pods",
                        POD + ", imagePullPolicy: Soon}]}",
                        "spec.containers[0].imagePullPolicy: Unsupported value: \"Soon\": supported values: \"Always\","
                                + " \"IfNotPresent\", \"Never\""),
                row(
                        "pods",
                        POD + ", ports: [{containerPort: 70000}]}]}",
                        "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"),
                row(
                        "pods",
                        POD + ", volumeMounts: [{name: v, mountPath: /v}]}]}",
                        "spec.containers[0].volumeMounts[0].name: Not found: \"v\""),
                row(
                        "pods",
                        POD + ", resources: {requests: {cpu: 2}, limits: {cpu: 1}}}]}",
                        "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1"),
                row("pods", POD + ", env: [{value: x}]}]}", "spec.containers[0].env[0].name: Required value"),
                row(
                        "pods",
                        POD + ", livenessProbe: {periodSeconds: 1}}]}",
                        "spec.containers[0].livenessProbe: Required value: must specify a handler type"),
                row(
                        "pods",
                        POD + "}], restartPolicy: Sometimes}",
                        "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\","
                                + " \"Never\""),
                row(
                        "pods",
                        POD + "}], volumes: [{name: v, secret: {secretName: s}, configMap: {name: c}}]}",
                        "spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type"),
                row(
                        "deployments.apps",
                        META
                                + "spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}",
                        "spec.selector: Required value"),
                row(
                        "deployments.apps",
                        META
                                + "spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}",
                        "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`"),
                row(
                        "deployments.apps",
                        META
                                + "spec: {replicas: -1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}",
                        "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
                row(
                        "deployments.apps",
                        META
                                + "spec: {strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}",
                        "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"),
                row(
                        "deployments.apps",
                        META
                                + "spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}",
                        "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""),
                row(
                        "jobs.batch",
                        META + "spec: {template: {spec: {containers: [{name: c, image: x}]}}}",
                        "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""),
                row("services", META + "spec: {}", "spec.ports: Required value"),
                row(
                        "services",
                        META + "spec: {ports: [{port: 0}]}",
                        "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive; "
                                + "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive"),
                row(
                        "services",
                        META + "spec: {ports: [{port: 80}, {port: 81}]}",
                        "spec.ports[0].name: Required value; spec.ports[1].name: Required value"),
                row(
                        "services",
                        META + "spec: {type: Magic, ports: [{port: 80}]}",
                        "spec.type: Unsupported value: \"Magic\": supported values: \"ClusterIP\", \"ExternalName\","
                                + " \"LoadBalancer\", \"NodePort\""),
                row("services", META + "spec: {type: ExternalName}", "spec.externalName: Required value"),
                row(
                        "services",
                        META + "spec: {type: ExternalName, externalName: x.y, clusterIP: 10.0.0.1}",
                        "spec.clusterIPs: Forbidden: may not be set for ExternalName services"),
                row(
                        "services",
                        META + "spec: {ports: [{port: 80}], externalTrafficPolicy: Local, loadBalancerClass: x.y/z}",
                        "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible"
                                + " services; spec.loadBalancerClass: Forbidden: may only be used when `type` is"
                                + " 'LoadBalancer'"),
                row(
                        "services",
                        META + "spec: {type: NodePort, ports: [{port: 80}], externalTrafficPolicy: Near}",
                        "spec.externalTrafficPolicy: Unsupported value: \"Near\": supported values: \"Cluster\", \"Local\""),
                row("replicationcontrollers", META + "spec: {selector: {a: b}}", "spec.template: Required value"),
                row(
                        "deployments.apps",
                        META
                                + "spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {hostNetwork: true, containers: [{name: c, image: x, ports: [{containerPort: 80, hostPort: 81}]}]}}}",
                        "spec.template.spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort`"
                                + " when `hostNetwork` is true"),
                row(
                        "services",
                        META + "spec: {clusterIP: 1.2.3, ports: [{port: 80}]}",
                        "spec.clusterIPs[0]: Invalid value: \"1.2.3\": must be a valid IP address, (e.g. 10.9.8.7 or"
                                + " 2001:db8::ffff)"),
                row("secrets", META + "type: kubernetes.io/tls, data: {tls.crt: ''}", "data[tls.key]: Required value"),
                row(
                        "secrets",
                        META + "type: kubernetes.io/basic-auth, data: {}",
                        "data[username]: Required value; data[password]: Required value"),
                row(
                        "persistentvolumeclaims",
                        META + "spec: {accessModes: [ReadWriteOnce]}",
                        "spec.resources[storage]: Required value"),
                row("nodes", "metadata: {name: a, namespace: ns}, spec: {}", ""),
                row(
                        "nodes",
                        "metadata: {name: a}, spec: {taints: [{key: k}]}",
                        "spec.taints[0].effect: Required value"),
                row(
                        "limitranges",
                        META + "spec: {limits: [{type: Pod, min: {cpu: 2}, max: {cpu: 1}}]}",
                        "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1"),
                row(
                        "cronjobs.batch",
                        META
                                + "spec: {schedule: never, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}}",
                        "spec.schedule: Invalid value: \"never\": expected exactly 5 fields, found 1: [never]"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesInUpstreamsWords(String resource, String object, String messages) {
        assertThat(messages(Validation.create(kind(resource), admitted(resource, "{" + object + "}"))))
                .isEqualTo(messages);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pods|" + POD
                        + ", ports: [{containerPort: 80}], volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, emptyDir: {}}]}",
                "services|" + META + "spec: {ports: [{port: 80}]}",
                "services|" + META + "spec: {clusterIP: None}",
                "services|" + META
                        + "spec: {type: NodePort, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 443, targetPort: https}]}",
                "jobs.batch|" + META
                        + "spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}",
                "replicationcontrollers|" + META
                        + "spec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}",
                "namespaces|metadata: {name: blue}",
                "clusterroles.rbac.authorization.k8s.io|metadata: {name: 'system:node'}, rules: [{verbs: [get], apiGroups: [''], resources: [pods]}]",
                "ipaddresses.networking.k8s.io|metadata: {name: 10.96.0.1}, spec: {parentRef: {resource: services, name: a}}"
            })
    void acceptsWhatPeopleWrite(String line) {
        String[] parts = line.split("\\|", 2);
        assertThat(messages(Validation.create(kind(parts[0]), admitted(parts[0], "{" + parts[1] + "}"))))
                .isEmpty();
    }

    static Stream<Arguments> updates() {
        String template = "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}";
        return Stream.of(
                row(
                        "deployments.apps",
                        META + "spec: {selector: {matchLabels: {app: web}}, " + template + "}",
                        META + "spec: {selector: {matchExpressions: [{key: app, operator: Exists}]}, " + template + "}",
                        "spec.selector: Invalid value: {\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"Exists\"}]}: field"
                                + " is immutable"),
                row(
                        "services",
                        META + "spec: {clusterIP: 10.96.0.7, ports: [{port: 80}]}",
                        META + "spec: {clusterIP: 10.96.0.8, ports: [{port: 80}]}",
                        "spec.clusterIPs[0]: Invalid value: [\"10.96.0.8\"]: may not change once set"),
                row(
                        "configmaps",
                        META + "immutable: true, data: {a: b}",
                        META + "immutable: true, data: {a: c}",
                        "data: Forbidden: field is immutable when `immutable` is set"),
                row(
                        "secrets",
                        META + "type: Opaque",
                        META + "type: other",
                        "type: Invalid value: \"other\": field is immutable"),
                row(
                        "configmaps",
                        META + "data: {}",
                        "metadata: {name: b, namespace: ns}",
                        "metadata.name: Invalid value: \"b\": field is immutable"),
                row(
                        "configmaps",
                        META + "data: {}",
                        "metadata: {name: a, namespace: ns, uid: other}",
                        "metadata.uid: Invalid value: \"other\": field is immutable"),
                row(
                        "pods",
                        POD + "}]}",
                        POD + "}, {name: d, image: x}]}",
                        "spec.containers: Forbidden: pod updates may not add or remove containers"));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void refusesChanges(String resource, String before, String after, String messages) {
        ObjectNode old = admitted(resource, "{" + before + "}");
        ObjectNode updated = Admission.prepareForUpdate(kind(resource), yaml("{" + after + "}"), old);
        assertThat(messages(Validation.update(kind(resource), updated, old))).isEqualTo(messages);
    }

    @Test
    void letsAPodChangeItsImageAndGainTolerations() {
        ObjectNode old = admitted("pods", "{" + POD + "}]}}");
        ObjectNode changed = old.deepCopy();
        ((ObjectNode) changed.at("/spec/containers/0")).put("image", "other");
        changed.withObject("/spec")
                .withArray("tolerations")
                .addObject()
                .put("key", "k")
                .put("operator", "Exists");
        assertThat(Validation.update(kind("pods"), changed, old)).isEmpty();
    }

    @Test
    void aGatedPodOnlyLosesGatesAndNarrowsItsNodes() {
        String gated = "}], schedulingGates: [{name: g}], nodeSelector: {a: b}";
        ObjectNode old = admitted("pods", "{" + POD + gated + "}}");
        assertThat(changed(old, "{" + POD + "}], nodeSelector: {a: b}}}")).isEmpty();
        assertThat(changed(
                        old,
                        "{" + POD + "}], schedulingGates: [{name: g}], nodeSelector: {a: b, c: d},"
                                + " affinity: {nodeAffinity: {}}}}"))
                .isEmpty();
        assertThat(changed(old, "{" + POD + "}], schedulingGates: [{name: h}], nodeSelector: {a: b}}}"))
                .isEqualTo("spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling"
                        + " gate 'h'");
        assertThat(changed(old, "{" + POD + "}], schedulingGates: [{name: g}], nodeSelector: {a: c}}}"))
                .isEqualTo("spec.nodeSelector: Invalid value: {\"a\":\"c\"}: only additions to spec.nodeSelector are"
                        + " allowed (no mutations or deletions)");
        assertThat(changed(
                        old,
                        "{" + POD + gated + ", affinity: {podAffinity: {"
                                + "requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: x}]}}}}"))
                .startsWith("spec: Forbidden: pod updates may not change fields other than");
        ObjectNode free = admitted("pods", "{" + POD + "}]}}");
        assertThat(changed(free, "{" + POD + "}], schedulingGates: [{name: h}]}}"))
                .isEqualTo("spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling"
                        + " gate 'h'");
    }

    private static String changed(ObjectNode old, String text) {
        ObjectNode now = admitted("pods", text);
        return messages(Validation.update(kind("pods"), Admission.prepareForUpdate(kind("pods"), now, old), old));
    }

    @Test
    void saysWhichFieldOfAPodMayNotChange() {
        ObjectNode old = admitted("pods", "{" + POD + "}]}}");
        ObjectNode changed = old.deepCopy();
        changed.withObject("/spec").put("nodeName", "n1");
        assertThat(messages(Validation.update(kind("pods"), changed, old)))
                .startsWith("spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,")
                .endsWith("\n  spec.nodeName: <none> -> \"n1\"");
    }

    @Test
    void refusesNewFinalizersOfWhatIsBeingDeleted() {
        ObjectNode old = admitted("configmaps", "{metadata: {name: a, namespace: ns, finalizers: [x.io/f]}}");
        old.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        ObjectNode changed = old.deepCopy();
        changed.withObject("/metadata").withArray("finalizers").add("x.io/g");
        assertThat(messages(Validation.update(kind("configmaps"), changed, old)))
                .isEqualTo(
                        "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted,"
                                + " found new finalizers []string{\"x.io/g\"}");
    }

    private static Arguments row(String... values) {
        return Arguments.of((Object[]) values);
    }

    private static ObjectNode admitted(String resource, String text) {
        return Admission.prepareForCreate(kind(resource), yaml(text), Instant.EPOCH, () -> "u");
    }

    private static String messages(List<FieldError> errors) {
        return String.join("; ", errors.stream().map(FieldError::message).toList());
    }
}
