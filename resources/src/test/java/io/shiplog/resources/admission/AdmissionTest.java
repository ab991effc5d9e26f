package io.shiplog.resources.admission;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.MemberOrder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String UID = "11111111-2222-3333-4444-555555555555";

    @Test
    void givesANewObjectItsIdentityInCanonicalOrder() {
        ObjectNode created = create("configmaps", """
                data: {a: b}
                metadata: {labels: {x: z}, namespace: ns, name: c, uid: forged, resourceVersion: '7', managedFields: []}
                apiVersion: v1
                kind: ConfigMap
                """);
        assertThat(MemberOrder.canonical(created))
                .hasToString("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"c\","
                        + "\"namespace\":\"ns\",\"uid\":\"" + UID + "\",\"creationTimestamp\":\"2026-01-02T03:04:05Z\","
                        + "\"labels\":{\"x\":\"z\"}},\"data\":{\"a\":\"b\"}}");
    }

    @Test
    void makesANameFromGenerateNameAndTheUid() {
        String name = create("configmaps", "metadata: {generateName: web-}")
                .at("/metadata/name")
                .asString();
        assertThat(name).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
    }

    @Test
    void admitsAPod() {
        ObjectNode pod = create(
                "pods", "{metadata: {name: a}, spec: {containers: [{name: a, image: x}]}, status: {phase: Running}}");
        assertThat(pod.at("/metadata/generation").intValue()).isEqualTo(1);
        assertThat(pod.at("/spec/serviceAccountName").asString()).isEqualTo("default");
        assertThat(yaml("{}").set("t", pod.at("/spec/tolerations"))).isEqualTo(yaml("""
                                t:
                                - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                                - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                                """));
        assertThat(pod.get("status")).isEqualTo(yaml("{phase: Pending, qosClass: BestEffort}"));
    }

    @Test
    void leavesAPodsOwnTolerationsAlone() {
        ObjectNode pod = create("pods", "{metadata: {name: a}, spec: {tolerations: [{operator: Exists}]}}");
        assertThat(pod.at("/spec/tolerations").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|BestEffort",
                "{requests: {cpu: 1}}|Burstable",
                "{limits: {cpu: 1}}|Burstable",
                "{limits: {cpu: 1, memory: 1Gi}}|Guaranteed",
                "{limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1000m, memory: 1024Mi}}|Guaranteed",
                "{limits: {cpu: 2, memory: 1Gi}, requests: {cpu: 1, memory: 1Gi}}|Burstable"
            })
    void classifiesQualityOfService(String resources, String qosClass) {
        ObjectNode pod = create(
                "pods",
                "{metadata: {name: a}, spec: {containers: [{name: a, image: x, resources: " + resources + "}]}}");
        assertThat(pod.at("/status/qosClass").asString()).isEqualTo(qosClass);
    }

    @Test
    void tiesAJobToItsPods() {
        ObjectNode job = create("jobs.batch", "{metadata: {name: j}, spec: {template: {spec: {}}}}");
        assertThat(job.at("/spec/selector"))
                .isEqualTo(yaml("matchLabels: {batch.kubernetes.io/controller-uid: " + UID + "}"));
        assertThat(job.at("/spec/template/metadata/labels/job-name").asString()).isEqualTo("j");
    }

    @Test
    void anUpdateKeepsStatusAndTheServersMetadata() {
        ObjectNode old = create("deployments.apps", "{metadata: {name: d, namespace: ns}, spec: {replicas: 1}}");
        old.set("status", yaml("{replicas: 1}"));
        ObjectNode updated = Admission.prepareForUpdate(
                kind("deployments.apps"),
                yaml("{metadata: {name: d, namespace: ns, generation: 99, creationTimestamp: '2001-01-01T00:00:00Z',"
                        + " deletionTimestamp: '2001-01-01T00:00:00Z'}, spec: {replicas: 2}, status: {replicas: 9}}"),
                old);
        assertThat(updated.get("status")).isEqualTo(yaml("{replicas: 1}"));
        assertThat(updated.at("/metadata/uid").asString()).isEqualTo(UID);
        assertThat(updated.at("/metadata/creationTimestamp").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(updated.at("/metadata/generation").intValue()).isEqualTo(2);
        assertThat(updated.at("/metadata").has("deletionTimestamp")).isFalse();
    }

    @Test
    void anUpdateWithoutAChangeKeepsTheGeneration() {
        ObjectNode old = reread(create("deployments.apps", "{metadata: {name: d}, spec: {replicas: 1}}"));
        ObjectNode same = Admission.prepareForUpdate(kind("deployments.apps"), old.deepCopy(), old);
        assertThat(same).hasToString(old.toString());
    }

    @Test
    void aStatusUpdateChangesNothingElse() {
        ObjectNode old = create("deployments.apps", "{metadata: {name: d, labels: {a: b}}, spec: {replicas: 1}}");
        ObjectNode updated = Admission.prepareForStatusUpdate(
                kind("deployments.apps"),
                yaml("{metadata: {name: d, labels: {c: d}, annotations: {x: z}}, spec: {replicas: 7}, extra: 1,"
                        + " status: {replicas: 3}}"),
                old);
        assertThat(updated.get("spec")).isEqualTo(old.get("spec"));
        assertThat(updated.get("status")).isEqualTo(yaml("{replicas: 3}"));
        assertThat(updated.at("/metadata/labels")).isEqualTo(yaml("{a: b}"));
        assertThat(updated.at("/metadata/annotations")).isEqualTo(yaml("{x: z}"));
        assertThat(updated.at("/metadata/generation").intValue()).isEqualTo(1);
        assertThat(updated.has("extra")).isFalse();
    }

    @Test
    void aServiceKeepsItsAddressAndNodePorts() {
        ObjectNode old = create(
                "services",
                "{metadata: {name: s}, spec: {type: NodePort, clusterIP: 10.96.0.7, ports: [{port: 80, nodePort: 30080}]}}");
        assertThat(old.at("/spec/clusterIPs").get(0).asString()).isEqualTo("10.96.0.7");
        ObjectNode updated = Admission.prepareForUpdate(
                kind("services"),
                yaml("{metadata: {name: s}, spec: {type: NodePort, ports: [{port: 80}, {port: 81}]}}"),
                old);
        assertThat(updated.at("/spec/clusterIP").asString()).isEqualTo("10.96.0.7");
        assertThat(updated.at("/spec/ports/0/nodePort").intValue()).isEqualTo(30080);
        assertThat(updated.at("/spec/ports/1").has("nodePort")).isFalse();
        ObjectNode inside = Admission.prepareForUpdate(
                kind("services"),
                yaml("{metadata: {name: s}, spec: {type: ClusterIP, ports: [{port: 80, nodePort: 30080}]}}"),
                old);
        assertThat(inside.at("/spec/ports/0").has("nodePort")).isFalse();
    }

    @Test
    void aLoadBalancerKeepsItsAddressWhateverBecomesOfItsNodePorts() {
        ObjectNode old = create("services", "{metadata: {name: s}, spec: {clusterIP: 10.96.0.7, ports: [{port: 80}]}}");
        ObjectNode balanced = Admission.prepareForUpdate(
                kind("services"),
                yaml(
                        "{metadata: {name: s}, spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false,"
                                + " clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7], loadBalancerClass: a/b, ports: [{port: 80}]}}"),
                old);
        assertThat(balanced.at("/spec/clusterIP").asString()).isEqualTo("10.96.0.7");
        ObjectNode again = Admission.prepareForUpdate(
                kind("services"),
                yaml("{metadata: {name: s}, spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false,"
                        + " ports: [{port: 81}]}}"),
                balanced);
        assertThat(again.at("/spec/clusterIP").asString()).isEqualTo("10.96.0.7");
        ObjectNode inside = balanced.deepCopy();
        inside.withObject("/spec").put("type", "ClusterIP");
        ObjectNode dropped = Admission.prepareForUpdate(kind("services"), inside, balanced);
        assertThat(dropped.path("spec").propertyNames())
                .doesNotContain("allocateLoadBalancerNodePorts", "loadBalancerClass", "externalTrafficPolicy");
        ObjectNode external = Admission.prepareForUpdate(
                kind("services"),
                yaml("{metadata: {name: s}, spec: {type: ExternalName, externalName: x.y, clusterIP: 10.96.0.7,"
                        + " clusterIPs: [10.96.0.7]}}"),
                old);
        assertThat(external.path("spec").propertyNames()).doesNotContain("clusterIP", "clusterIPs", "ipFamilies");
    }

    @Test
    void aNodePortBelongsToTheNameOfItsPort() {
        ObjectNode old = create(
                "services",
                "{metadata: {name: s}, spec: {type: NodePort, clusterIP: 10.96.0.7, ports: [{name: web, port: 80,"
                        + " nodePort: 30080}, {name: tls, port: 443, nodePort: 30443}]}}");
        ObjectNode updated = Admission.prepareForUpdate(
                kind("services"),
                yaml(
                        "{metadata: {name: s}, spec: {type: NodePort, ports: [{name: web, port: 8080}, {name: dns, port: 53},"
                                + " {name: other, port: 1, nodePort: 30443}]}}"),
                old);
        assertThat(updated.at("/spec/ports/0/nodePort").intValue()).isEqualTo(30080);
        assertThat(updated.at("/spec/ports/1").has("nodePort")).isFalse();
        assertThat(updated.at("/spec/ports/2/nodePort").intValue()).isEqualTo(30443);
    }

    @Test
    void anEndpointSlicesLabelsAreAGenerationOfIt() {
        ObjectNode old =
                create("endpointslices.discovery.k8s.io", "{metadata: {name: s}, addressType: IPv4, endpoints: []}");
        ObjectNode labelled = old.deepCopy();
        labelled.withObject("/metadata").putObject("labels").put("a", "b");
        assertThat(Admission.prepareForUpdate(kind("endpointslices.discovery.k8s.io"), labelled, old)
                        .at("/metadata/generation")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aNamespaceStartsWithItsFinalizer() {
        ObjectNode namespace = create("namespaces", "metadata: {name: blue}");
        assertThat(namespace.get("spec")).isEqualTo(yaml("{finalizers: [kubernetes]}"));
        assertThat(namespace.get("status")).isEqualTo(yaml("{phase: Active}"));
        ObjectNode finalized =
                Admission.prepareForFinalize(kind("namespaces"), yaml("spec: {finalizers: []}"), namespace);
        assertThat(finalized.at("/spec/finalizers").size()).isZero();
        assertThat(namespace.at("/spec/finalizers").size()).isEqualTo(1);
        assertThat(Admission.prepareForFinalize(kind("namespaces"), yaml("spec: {}"), namespace)
                        .get("spec"))
                .isEqualTo(yaml("{}"));
    }

    @Test
    void deletionCountsItsPeriodFromTheFirstRequest() {
        ObjectNode pod = create("pods", "{metadata: {name: a}, spec: {}}");
        Admission.markDeleted(pod, NOW, 30);
        assertThat(pod.at("/metadata/deletionTimestamp").asString()).isEqualTo("2026-01-02T03:04:35Z");
        assertThat(pod.at("/metadata/deletionGracePeriodSeconds").intValue()).isEqualTo(30);
        assertThat(pod.at("/metadata/generation").intValue()).isEqualTo(2);
        Admission.markDeleted(pod, NOW.plusSeconds(9), 10);
        assertThat(pod.at("/metadata/deletionTimestamp").asString()).isEqualTo("2026-01-02T03:04:15Z");
        ObjectNode shorter = pod.deepCopy();
        Admission.markDeleted(pod, NOW.plusSeconds(9), 60);
        assertThat(pod).isEqualTo(shorter);
    }

    private static ObjectNode create(String resource, String text) {
        return Admission.prepareForCreate(kind(resource), yaml(text), NOW, () -> UID);
    }

    private static ObjectNode reread(ObjectNode object) {
        return yaml(object.toString());
    }
}
