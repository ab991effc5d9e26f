package io.shiplog.resources.table;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TablesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private static final String META = "metadata: {name: a, creationTimestamp: '2026-01-01T00:55:00Z'}";

    static Stream<Arguments> pods() {
        return Stream.of(
                row("status: {phase: Pending}", "0/1", "Pending", "0"),
                row("status: {phase: Failed, reason: Evicted}", "0/1", "Evicted", "0"),
                row(
                        "status: {phase: Running, containerStatuses: [{ready: true, restartCount: 0, state: {running: {}}}]}",
                        "1/1",
                        "Running",
                        "0"),
                row(
                        "status: {phase: Pending, containerStatuses: [{restartCount: 0, state: {waiting: {reason: ContainerCreating}}}]}",
                        "0/1",
                        "ContainerCreating",
                        "0"),
                row(
                        "status: {phase: Running, containerStatuses: [{restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}},"
                                + " lastState: {terminated: {finishedAt: '2026-01-01T00:56:30Z'}}}]}",
                        "0/1",
                        "CrashLoopBackOff",
                        "3 (3m30s ago)"),
                row(
                        "status: {phase: Succeeded, containerStatuses: [{restartCount: 0, state: {terminated: {exitCode: 0, reason: Completed}}}]}",
                        "0/1",
                        "Completed",
                        "0"),
                row(
                        "status: {phase: Failed, containerStatuses: [{restartCount: 0, state: {terminated: {exitCode: 3}}}]}",
                        "0/1",
                        "ExitCode:3",
                        "0"),
                row(
                        "status: {phase: Failed, containerStatuses: [{restartCount: 0, state: {terminated: {exitCode: 137, signal: 9}}}]}",
                        "0/1",
                        "Signal:9",
                        "0"),
                row(
                        "status: {phase: Pending, initContainerStatuses: [{restartCount: 0, state: {running: {}}}]}",
                        "0/1",
                        "Init:0/1",
                        "0"),
                row(
                        "status: {phase: Pending, initContainerStatuses: [{restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}}]}",
                        "0/1",
                        "Init:CrashLoopBackOff",
                        "2"),
                row(
                        "status: {phase: Pending, initContainerStatuses: [{restartCount: 0, state: {terminated: {exitCode: 1, reason: Error}}}]}",
                        "0/1",
                        "Init:Error",
                        "0"),
                row(
                        "status: {phase: Pending, initContainerStatuses: [{restartCount: 1, state: {terminated: {exitCode: 0}}}],"
                                + " containerStatuses: [{restartCount: 0, state: {waiting: {reason: PodInitializing}}}]}",
                        "0/1",
                        "PodInitializing",
                        "0"),
                row(
                        "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: SchedulingGated}]}",
                        "0/1",
                        "SchedulingGated",
                        "0"));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void tellsAPodsState(String status, String ready, String state, String restarts) {
        ObjectNode pod =
                yaml("{" + META + ", spec: {initContainers: [{name: i}], containers: [{name: c}]}, " + status + "}");
        assertThat(texts("pods", pod).subList(0, 5)).containsExactly("a", ready, state, restarts, "5m");
    }

    @Test
    void showsADeletedPodAsTerminating() {
        ObjectNode pod = yaml("{metadata: {name: a, deletionTimestamp: '2026-01-01T00:59:00Z'}, spec: {},"
                + " status: {phase: Running, podIP: 10.0.0.1}}");
        assertThat(texts("pods", pod))
                .containsExactly("a", "0/0", "Terminating", "0", "<unknown>", "10.0.0.1", "<none>", "<none>", "<none>");
    }

    @Test
    void countsSidecarsAmongTheContainers() {
        ObjectNode pod = yaml("""
                metadata: {name: a}
                spec: {initContainers: [{name: s, restartPolicy: Always}], containers: [{name: c}]}
                status:
                  phase: Running
                  initContainerStatuses: [{name: s, started: true, ready: true, restartCount: 1, state: {running: {}}}]
                  containerStatuses: [{name: c, ready: true, restartCount: 0, state: {running: {}}}]
                """);
        assertThat(texts("pods", pod).subList(1, 4)).containsExactly("2/2", "Running", "1");
    }

    static Stream<Arguments> others() {
        return Stream.of(
                row(
                        "deployments.apps",
                        "spec: {replicas: 3, selector: {matchLabels: {app: web}}, template: {spec: {containers: [{name: c, image: x}, {name: d, image: z}]}}}, status: {readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1}",
                        "a 2/3 3 1 5m c,d x,z app=web"),
                row(
                        "replicasets.apps",
                        "spec: {replicas: 3, selector: {matchLabels: {app: web}}, template: {spec: {containers: [{name: c, image: x}]}}}, status: {replicas: 2, readyReplicas: 1}",
                        "a 3 2 1 5m c x app=web"),
                row(
                        "replicationcontrollers",
                        "spec: {replicas: 3, selector: {b: c, app: web}, template: {spec: {containers: [{name: c, image: x}]}}}, status: {replicas: 2}",
                        "a 3 2 0 5m c x app=web,b=c"),
                row(
                        "services",
                        "spec: {type: NodePort, clusterIP: 10.96.0.7, ports: [{port: 80, nodePort: 30080, protocol: TCP}, {port: 53, protocol: UDP}], selector: {app: web}}",
                        "a NodePort 10.96.0.7 <none> 80:30080/TCP,53/UDP 5m app=web"),
                row(
                        "services",
                        "spec: {type: ExternalName, externalName: example.com}",
                        "a ExternalName <none> example.com <none> 5m <none>"),
                row(
                        "services",
                        "spec: {type: LoadBalancer, clusterIP: 10.96.0.7, ports: [{port: 80, protocol: TCP}]}",
                        "a LoadBalancer 10.96.0.7 <pending> 80/TCP 5m <none>"),
                row(
                        "endpoints",
                        "subsets: [{addresses: [{ip: 10.0.0.1}, {ip: 10.0.0.2}], ports: [{port: 80}, {port: 443}]}]",
                        "a 10.0.0.1:80,10.0.0.2:80,10.0.0.1:443 + 1 more... 5m"),
                row(
                        "endpointslices.discovery.k8s.io",
                        "addressType: IPv4, ports: [{port: 80}], endpoints: [{addresses: [10.0.0.1]}, {addresses: [10.0.0.2]}]",
                        "a IPv4 80 10.0.0.1,10.0.0.2 5m"),
                row("endpointslices.discovery.k8s.io", "addressType: IPv4", "a IPv4 <unset> <unset> 5m"),
                row("configmaps", "data: {x: '1', z: '2'}, binaryData: {b: ''}", "a 3 5m"),
                row("secrets", "type: Opaque, data: {x: ''}", "a Opaque 1 5m"),
                row("namespaces", "status: {phase: Active}", "a Active 5m"),
                row(
                        "persistentvolumeclaims",
                        "status: {phase: Pending}, spec: {storageClassName: fast}",
                        "a Pending    fast <unset> 5m <unset>"),
                row(
                        "jobs.batch",
                        "spec: {completions: 2}, status: {succeeded: 1, startTime: '2026-01-01T00:58:00Z'}",
                        "a Running 1/2 2m 5m   <none>"),
                row("poddisruptionbudgets.policy", "spec: {maxUnavailable: 1}", "a N/A 1 0 5m"),
                row(
                        "resourcequotas",
                        "status: {hard: {pods: '4', limits.cpu: '2'}, used: {pods: '1', limits.cpu: 500m}}",
                        "a pods: 1/4 limits.cpu: 500m/2 5m"),
                row(
                        "horizontalpodautoscalers.autoscaling",
                        "spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: d}, metrics: [{type: Pods, pods:"
                                + " {target: {averageValue: '5'}}}, {type: External, external: {target: {averageValue: '7'}}}]}",
                        "a Deployment/d <unknown>/5, <unknown>/7 (avg) <unset> 3 0 5m"),
                row("componentstatuses", "conditions: [{type: Healthy, status: 'True', message: ok}]", "a Healthy ok "),
                row("componentstatuses", "conditions: []", "a Unknown  "),
                row("resourceclaims.resource.k8s.io", "status: {}", "a pending 5m"),
                row(
                        "resourceclaims.resource.k8s.io",
                        "status: {allocation: {}, reservedFor: [{name: p}]}",
                        "a allocated,reserved 5m"),
                row(
                        "resourceslices.resource.k8s.io",
                        "spec: {nodeName: one, driver: d, pool: {name: p}}",
                        "a one d p 5m"),
                row("volumeattributesclasses.storage.k8s.io", "driverName: d", "a d 5m"),
                row("limitranges", "spec: {}", "a 2026-01-01T00:55:00Z"),
                row(
                        "rolebindings.rbac.authorization.k8s.io",
                        "roleRef: {kind: Role, name: r}, subjects: [{kind: User, name: u}, {kind: ServiceAccount, namespace: ns, name: s}]",
                        "a Role/r 5m u  ns/s"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void showsEachKind(String resource, String rest, String expected) {
        assertThat(String.join(" ", texts(resource, yaml("{" + META + ", " + rest + "}"))))
                .isEqualTo(expected);
    }

    @Test
    void showsANode() {
        ObjectNode node = yaml("""
                metadata: {name: n1, labels: {node-role.kubernetes.io/control-plane: ''}}
                spec: {unschedulable: true}
                status:
                  conditions: [{type: Ready, status: 'True'}]
                  addresses: [{type: InternalIP, address: 10.1.1.1}]
                  nodeInfo: {kubeletVersion: v1.34.0}
                """);
        assertThat(texts("nodes", node))
                .containsExactly(
                        "n1",
                        "Ready,SchedulingDisabled",
                        "control-plane",
                        "<unknown>",
                        "v1.34.0",
                        "10.1.1.1",
                        "<none>",
                        "<unknown>",
                        "<unknown>",
                        "<unknown>");
    }

    @Test
    void showsAnEvent() {
        ObjectNode event = yaml("""
                metadata: {name: e}
                type: Warning
                reason: BackOff
                message: "Back-off restarting\\n"
                involvedObject: {kind: Pod, name: p, fieldPath: 'spec.containers{c}'}
                source: {component: kubelet, host: n1}
                count: 4
                firstTimestamp: '2026-01-01T00:00:00Z'
                lastTimestamp: '2026-01-01T00:59:50Z'
                """);
        assertThat(texts("events", event))
                .containsExactly(
                        "10s",
                        "Warning",
                        "BackOff",
                        "pod/p",
                        "spec.containers{c}",
                        "kubelet, n1",
                        "Back-off restarting",
                        "60m",
                        "4",
                        "e");
    }

    @Test
    void everyKindHasTheColumnsThatPeopleKnow() throws IOException {
        Map<String, String> known = new TreeMap<>();
        try (var table = getClass().getResourceAsStream("columns.tsv")) {
            new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(cells -> known.put(cells[0], cells[1]));
        }
        Map<String, String> shown = new TreeMap<>();
        for (Kind kind : Kinds.builtIn().kinds()) {
            if (kind.can("list") && !kind.group().equals("extensions")) {
                shown.put(
                        kind.resource().toString(),
                        String.join(
                                ", ",
                                kind.rules().table().columns().stream()
                                        .map(column ->
                                                column.priority() == 0 ? column.name() : "(" + column.name() + ")")
                                        .toList()));
            }
        }
        assertThat(shown).isEqualTo(known);
    }

    @Test
    void namesTheColumnsOfPods() {
        assertThat(kind("pods").rules().table().columns().stream().map(column -> column.name() + column.priority()))
                .containsExactly(
                        "Name0",
                        "Ready0",
                        "Status0",
                        "Restarts0",
                        "Age0",
                        "IP1",
                        "Node1",
                        "Nominated Node1",
                        "Readiness Gates1");
    }

    @Test
    void showsAnEmptyObjectOfEveryKind() {
        for (Kind kind : Kinds.builtIn().kinds()) {
            List<JsonNode> row = kind.rules().table().row(yaml("{metadata: {name: a}, spec: {}}"), NOW);
            assertThat(row)
                    .as(kind.resource().toString())
                    .hasSameSizeAs(kind.rules().table().columns());
        }
    }

    private static Arguments row(String... values) {
        return Arguments.of((Object[]) values);
    }

    private static List<String> texts(String resource, ObjectNode object) {
        return kind(resource).rules().table().row(object, NOW).stream()
                .map(JsonNode::asString)
                .toList();
    }
}
