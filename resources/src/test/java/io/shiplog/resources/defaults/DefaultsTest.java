package io.shiplog.resources.defaults;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.kinds.pod.ContainerDefaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class DefaultsTest {

    @Test
    void fillsAPod() {
        ObjectNode pod = defaulted("pods", """
                spec:
                  containers:
                  - name: web
                    image: nginx:1.27
                    ports: [{containerPort: 80}]
                    readinessProbe: {httpGet: {port: 80}}
                    env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                    resources: {limits: {cpu: 1000m, memory: 1024Mi}}
                  volumes:
                  - {name: c, configMap: {name: c}}
                  - {name: e}
                """);
        assertThat(pod).isEqualTo(yaml("""
                                spec:
                                  containers:
                                  - name: web
                                    image: nginx:1.27
                                    ports: [{containerPort: 80, protocol: TCP}]
                                    readinessProbe:
                                      httpGet: {port: 80, path: /, scheme: HTTP}
                                      timeoutSeconds: 1
                                      periodSeconds: 10
                                      successThreshold: 1
                                      failureThreshold: 3
                                    env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP, apiVersion: v1}}}]
                                    resources:
                                      limits: {cpu: '1', memory: 1Gi}
                                      requests: {cpu: '1', memory: 1Gi}
                                    imagePullPolicy: IfNotPresent
                                    terminationMessagePath: /dev/termination-log
                                    terminationMessagePolicy: File
                                  volumes:
                                  - {name: c, configMap: {name: c, defaultMode: 420}}
                                  - {name: e, emptyDir: {}}
                                  enableServiceLinks: true
                                  dnsPolicy: ClusterFirst
                                  restartPolicy: Always
                                  securityContext: {}
                                  terminationGracePeriodSeconds: 30
                                  schedulerName: default-scheduler
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, Always",
        "nginx:latest, Always",
        "nginx:1.27, IfNotPresent",
        "registry:5000/nginx, Always",
        "registry:5000/nginx:2, IfNotPresent",
        "nginx@sha256:abc, IfNotPresent"
    })
    void pullsByTheTag(String image, String policy) {
        assertThat(ContainerDefaults.pullPolicy(image)).isEqualTo(policy);
    }

    @Test
    void fillsADeployment() {
        ObjectNode spec =
                (ObjectNode) defaulted("deployments.apps", "spec: {template: {spec: {containers: [{name: a}]}}}")
                        .get("spec");
        spec.remove("template");
        assertThat(spec).isEqualTo(yaml("""
                                replicas: 1
                                strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 25%, maxSurge: 25%}}
                                revisionHistoryLimit: 10
                                progressDeadlineSeconds: 600
                                """));
    }

    @Test
    void keepsARecreateStrategyWithoutRollingUpdate() {
        assertThat(defaulted("deployments.apps", "spec: {strategy: {type: Recreate}}")
                        .at("/spec/strategy"))
                .isEqualTo(yaml("{type: Recreate}"));
    }

    @Test
    void takesAReplicationControllersSelectorAndLabelsFromItsTemplate() {
        ObjectNode controller =
                defaulted("replicationcontrollers", "spec: {template: {metadata: {labels: {app: web}}, spec: {}}}");
        assertThat(controller.at("/spec/selector")).isEqualTo(yaml("{app: web}"));
        assertThat(controller.at("/metadata/labels")).isEqualTo(yaml("{app: web}"));
        assertThat(controller.at("/spec/replicas").intValue()).isEqualTo(1);
    }

    @Test
    void fillsAService() {
        assertThat(defaulted("services", "spec: {sessionAffinity: ClientIP, type: NodePort, ports: [{port: 80}]}"))
                .isEqualTo(yaml("""
                                spec:
                                  sessionAffinity: ClientIP
                                  type: NodePort
                                  ports: [{port: 80, protocol: TCP, targetPort: 80}]
                                  sessionAffinityConfig: {clientIP: {timeoutSeconds: 10800}}
                                  externalTrafficPolicy: Cluster
                                  internalTrafficPolicy: Cluster
                                  ipFamilies: [IPv4]
                                  ipFamilyPolicy: SingleStack
                                """));
    }

    @Test
    void encodesASecretsPlainData() {
        assertThat(defaulted("secrets", "{data: {a: eA==}, stringData: {b: hello}}"))
                .isEqualTo(yaml("{data: {a: eA==, b: aGVsbG8=}, type: Opaque}"));
    }

    @Test
    void labelsANamespaceWithItsName() {
        assertThat(defaulted("namespaces", "metadata: {name: blue}").at("/metadata/labels"))
                .isEqualTo(yaml("{kubernetes.io/metadata.name: blue}"));
    }

    @Test
    void defaultsALimitRangesRequestsFromItsLimits() {
        assertThat(defaulted("limitranges", "spec: {limits: [{type: Container, max: {cpu: 2000m}}]}")
                        .at("/spec/limits/0"))
                .isEqualTo(yaml("{type: Container, max: {cpu: '2'}, default: {cpu: '2'}, defaultRequest: {cpu: '2'}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pods",
                "deployments.apps",
                "statefulsets.apps",
                "daemonsets.apps",
                "jobs.batch",
                "cronjobs.batch",
                "services",
                "replicationcontrollers",
                "persistentvolumeclaims",
                "networkpolicies.networking.k8s.io"
            })
    void changesNothingTheSecondTime(String resource) {
        ObjectNode once = defaulted(resource, "{metadata: {name: a}, spec: {}}");
        ObjectNode twice = once.deepCopy();
        Defaults.apply(kind(resource), twice);
        assertThat(twice).isEqualTo(once);
    }

    @Test
    void givesHostPortsToPodsOnTheHostsNetworkAndNotToTemplates() {
        String spec = "{hostNetwork: true, containers: [{name: c, image: x, ports: [{containerPort: 80}]}]}";
        assertThat(defaulted("pods", "{spec: " + spec + "}")
                        .at("/spec/containers/0/ports/0/hostPort")
                        .asInt())
                .isEqualTo(80);
        assertThat(defaulted("deployments.apps", "{spec: {template: {spec: " + spec + "}}}")
                        .at("/spec/template/spec/containers/0/ports/0")
                        .has("hostPort"))
                .isFalse();
    }

    @Test
    void fillsAJob() {
        ObjectNode job = defaulted("jobs.batch", "{spec: {template: {metadata: {labels: {a: b}}}}}");
        assertThat(job.at("/metadata/labels")).isEqualTo(yaml("{a: b}"));
        assertThat(job.at("/spec/manualSelector").isBoolean()).isTrue();
        assertThat(job.at("/spec/backoffLimit").asInt()).isEqualTo(6);
    }

    @Test
    void fillsAStatefulSetsPartitionWhereItRollsAtAll() {
        assertThat(defaulted("statefulsets.apps", "{spec: {}}").at("/spec/updateStrategy"))
                .isEqualTo(yaml("{type: RollingUpdate, rollingUpdate: {partition: 0}}"));
        assertThat(defaulted("statefulsets.apps", "{spec: {updateStrategy: {type: RollingUpdate}}}")
                        .at("/spec/updateStrategy"))
                .isEqualTo(yaml("{type: RollingUpdate}"));
    }

    @Test
    void fillsWhatVolumesAndVariablesComeFrom() {
        ObjectNode pod = defaulted("pods", """
                spec:
                  volumes:
                  - {name: i, image: {reference: 'r/x:1'}}
                  - {name: r, rbd: {image: x, monitors: [m]}}
                  containers:
                  - {name: c, image: x, env: [{name: E, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]}
                """);
        assertThat(pod.at("/spec/volumes/0/image")).isEqualTo(yaml("{reference: 'r/x:1', pullPolicy: IfNotPresent}"));
        assertThat(pod.at("/spec/volumes/1/rbd"))
                .isEqualTo(yaml("{image: x, monitors: [m], pool: rbd, user: admin, keyring: /etc/ceph/keyring}"));
        assertThat(pod.at("/spec/containers/0/env/0/valueFrom/resourceFieldRef"))
                .isEqualTo(yaml("{resource: limits.cpu, divisor: '0'}"));
    }

    @Test
    void aServiceThatNeitherSelectsNorHasAnAddressHasBothFamilies() {
        ObjectNode spec = (ObjectNode) defaulted("services", "{spec: {clusterIP: None, ports: [{port: 1}]}}")
                .get("spec");
        assertThat(spec.get("ipFamilies").toString()).isEqualTo("[\"IPv4\",\"IPv6\"]");
        assertThat(spec.get("ipFamilyPolicy").asString()).isEqualTo("RequireDualStack");
        assertThat(defaulted("services", "{spec: {clusterIP: None, selector: {a: b}}}")
                        .at("/spec/ipFamilyPolicy")
                        .asString())
                .isEqualTo("SingleStack");
    }

    private static ObjectNode defaulted(String resource, String text) {
        ObjectNode object = yaml(text);
        Defaults.apply(kind(resource), object);
        return object;
    }

    @Test
    void aPodRequestsAsAWholeWhatItsContainersRequestTogetherOrElseItsLimit() {
        var pod = defaulted("pods", """
                spec:
                  resources: {limits: {cpu: '4', memory: 2Gi}}
                  containers:
                  - {name: a, image: x, resources: {requests: {cpu: 500m}}}
                  - {name: b, image: x, resources: {requests: {cpu: '1'}}}
                """);
        assertThat(pod.at("/spec/resources/requests")).isEqualTo(yaml("{cpu: 1500m, memory: 2Gi}"));
        var requesting = defaulted("pods", """
                spec:
                  resources: {requests: {cpu: '4'}}
                  containers: [{name: a, image: x, resources: {requests: {memory: 1Gi}}}]
                """);
        assertThat(requesting.at("/spec/resources")).isEqualTo(yaml("{requests: {cpu: '4'}}"));
    }
}
