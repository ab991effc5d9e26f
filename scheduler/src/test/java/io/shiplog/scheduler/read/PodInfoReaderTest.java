package io.shiplog.scheduler.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.Given;
import io.shiplog.scheduler.cluster.ClusterContext;
import io.shiplog.scheduler.cluster.ClusterContext.PriorityClass;
import io.shiplog.scheduler.cluster.HostPort;
import io.shiplog.scheduler.cluster.PodInfo;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodInfoReaderTest {
    @Test
    void anEmptyObjectIsAPodThatAsksForNothing() {
        PodInfo pod = Given.pod("p", "");
        assertThat(pod.demand().requests().isNone()).isTrue();
        assertThat(pod.urgency().schedulerName()).isEqualTo("default-scheduler");
        assertThat(pod.rules().nodeAffinity().required()).isNull();
        assertThat(pod.life().created()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void whatHasAWrongTypeCountsAsUnset() {
        PodInfo pod = Given.pod("p", """
                metadata: {labels: 7, ownerReferences: x, creationTimestamp: yesterday}
                spec:
                  containers: [{resources: {requests: {cpu: lots}}}, 5]
                  priority: high
                  affinity: none
                """);
        assertThat(pod.demand().requests().milliCpu()).isZero();
        assertThat(pod.priority()).isZero();
    }

    @Test
    void addsContainersAndTakesTheLargestInitContainer() {
        PodInfo pod = Given.pod("p", """
                spec:
                  overhead: {cpu: 10m}
                  initContainers:
                  - {name: a, resources: {requests: {cpu: '1'}}}
                  - {name: sidecar, restartPolicy: Always, resources: {requests: {cpu: 100m, memory: 10Mi}}}
                  - {name: b, resources: {requests: {cpu: 500m, memory: 1Gi}}}
                  containers:
                  - {name: c, resources: {requests: {cpu: 300m, memory: 64Mi}}}
                  - {name: d, resources: {requests: {cpu: 300m}}}
                """);
        assertThat(pod.demand().requests().milliCpu()).isEqualTo(1010);
        assertThat(pod.demand().requests().memoryBytes()).isEqualTo((1024L + 10) << 20);
        // Scored: 300 + 300 + 100 against init 1000; memory 64 + 200 + 10 against 10 + 1024.
        assertThat(pod.demand().scoredMilliCpu()).isEqualTo(1010);
        assertThat(pod.demand().scoredMemoryBytes()).isEqualTo((1024L + 10) << 20);
    }

    @Test
    void requestsOfThePodReplaceThoseOfItsContainers() {
        PodInfo pod = Given.pod(
                "p",
                "spec: {resources: {requests: {cpu: 2}}, containers: [{resources: {requests: {cpu: 1, memory: 1Mi}}}]}");
        assertThat(pod.demand().requests().milliCpu()).isEqualTo(2000);
        assertThat(pod.demand().requests().memoryBytes()).isEqualTo(1 << 20);
    }

    @Test
    void readsHostPortsOnly() {
        PodInfo pod = Given.pod(
                "p",
                "spec: {containers: [{ports: [{containerPort: 80}, {containerPort: 53, hostPort: 53, protocol: UDP}]}]}");
        assertThat(pod.demand().hostPorts()).containsExactly(new HostPort("0.0.0.0", "UDP", 53));
    }

    @Test
    void aSidecarTakesItsHostPortAndAnInitContainerDoesNot() {
        PodInfo pod = Given.pod("p", """
                spec:
                  initContainers:
                  - {name: once, ports: [{containerPort: 1, hostPort: 1}]}
                  - {name: sidecar, restartPolicy: Always, ports: [{containerPort: 2, hostPort: 2, hostIP: 127.0.0.1}]}
                  containers: [{name: c}]
                """);
        assertThat(pod.demand().hostPorts()).containsExactly(new HostPort("127.0.0.1", "TCP", 2));
    }

    @Test
    void everyResourceIsReckonedAlike() {
        PodInfo pod = Given.pod("p", """
                spec:
                  overhead: {ephemeral-storage: 1Gi, hugepages-2Mi: 2Mi}
                  initContainers:
                  - {name: once, resources: {requests: {example.com/gpu: 3, ephemeral-storage: 5Gi}}}
                  - {name: sidecar, restartPolicy: Always, resources: {requests: {example.com/gpu: 1}}}
                  containers:
                  - {name: c, resources: {requests: {example.com/gpu: 1, hugepages-2Mi: 4Mi, ephemeral-storage: 2Gi}}}
                  - {name: d, resources: {requests: {example.com/gpu: 1, ephemeral-storage: 2Gi}}}
                """);
        var requests = pod.demand().requests();
        assertThat(requests.other("example.com/gpu")).isEqualTo(3);
        assertThat(requests.other("hugepages-2Mi")).isEqualTo(6 << 20);
        assertThat(requests.ephemeralStorageBytes()).isEqualTo(6L << 30);
    }

    @Test
    void aSidecarCountsForTheInitContainersAfterItOnly() {
        PodInfo pod = Given.pod("p", """
                spec:
                  initContainers:
                  - {name: before, resources: {requests: {cpu: 900m}}}
                  - {name: sidecar, restartPolicy: Always, resources: {requests: {cpu: 200m}}}
                  - {name: after, resources: {requests: {cpu: 600m}}}
                  containers: [{name: c, resources: {requests: {cpu: 100m}}}]
                """);
        assertThat(pod.demand().requests().milliCpu()).isEqualTo(900);
    }

    @Test
    void readsFractionsAndExponentsAsTheApiDoes() {
        PodInfo pod = Given.pod("p", "spec: {containers: [{resources: {requests: {cpu: 0.0001, memory: 1e3}}}]}");
        assertThat(pod.demand().requests().milliCpu()).as("rounded up").isEqualTo(1);
        assertThat(pod.demand().requests().memoryBytes()).isEqualTo(1000);
    }

    @Test
    void takesThePriorityOfItsClassUnlessItHasOne() {
        ClusterContext clusterContext = ClusterContext.NONE
                .withPriorityClass("high", new PriorityClass(1000, false, true))
                .withPriorityClass("usual", new PriorityClass(10, true, false));
        assertThat(read("spec: {priorityClassName: high}", clusterContext).priority())
                .isEqualTo(1000);
        assertThat(read("spec: {priorityClassName: high}", clusterContext)
                        .urgency()
                        .neverPreempts())
                .isTrue();
        assertThat(read("spec: {priorityClassName: high, priority: 5}", clusterContext)
                        .priority())
                .isEqualTo(5);
        assertThat(read("", clusterContext).priority()).isEqualTo(10);
        assertThat(read("spec: {priorityClassName: system-node-critical}", clusterContext)
                        .priority())
                .isEqualTo(2_000_001_000);
    }

    @Test
    void matchLabelKeysAskForThePodsOwnValue() {
        PodInfo pod = Given.pod("p", """
                metadata: {labels: {app: web, hash: h1}}
                spec:
                  topologySpreadConstraints:
                  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [hash, absent],
                     labelSelector: {matchLabels: {app: web}}}
                """);
        var selector = pod.rules().spread().getFirst().selector();
        assertThat(selector.matches(Map.of("app", "web", "hash", "h1"))).isTrue();
        assertThat(selector.matches(Map.of("app", "web", "hash", "h2"))).isFalse();
    }

    private static PodInfo read(String yaml, ClusterContext clusterContext) {
        return PodInfoReader.read(Given.stored(Pods.RESOURCE, "default/p", 1, yaml), clusterContext);
    }
}
