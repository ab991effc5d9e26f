package io.shiplog.scheduler.podtopologyspread;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.reasons;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTopologySpreadTest {
    private static final List<Node> NODES = List.of(
            node("a1", "4", "zone: a"),
            node("a2", "4", "zone: a"),
            node("b1", "4", "zone: b"),
            node("c1", "4", "zone: c"));
    private final PodTopologySpread plugin = new PodTopologySpread();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a1 b1 c1       | maxSkew: 1               | a1 a2 b1 c1
                    a1             | maxSkew: 1               | b1 c1
                    a1 b1          | maxSkew: 1               | c1
                    a1 a2 b1 c1    | maxSkew: 1               | b1 c1
                    a1 a2 b1       | maxSkew: 2               | b1 c1
                    a1 b1 c1       | maxSkew: 1, minDomains: 4 | ''
                    ''             | maxSkew: 1, minDomains: 4 | a1 a2 b1 c1
                    """)
    void noDomainExceedsTheEmptiestByMoreThanMaxSkew(String where, String constraint, String fitting) {
        PodInfo pod = spreading("zone", constraint, "");
        assertThat(fitting(pod, with(where))).isEqualTo(fitting);
    }

    @Test
    void saysItInUpstreamsWords() {
        Snapshot snapshot = with("a1").with(node("bare", "4", ""));
        PodInfo pod = spreading("zone", "maxSkew: 1", "");
        assertThat(reasons(plugin, pod, snapshot, "a1"))
                .containsExactly("node(s) didn't match pod topology spread constraints");
        assertThat(reasons(plugin, pod, snapshot, "bare"))
                .containsExactly("node(s) didn't match pod topology spread constraints (missing required label)");
    }

    @Test
    void nodesThatThePodCannotUseDoNotCountAsEmpty() {
        PodInfo pod = spreading("zone", "maxSkew: 1", "nodeSelector: {kubernetes.io/hostname: a1}, ");
        assertThat(reasons(plugin, pod, with("a1"), "a1")).isEmpty();
        PodInfo ignoring = spreading(
                "zone", "maxSkew: 1, nodeAffinityPolicy: Ignore", "nodeSelector: {kubernetes.io/hostname: a1}, ");
        assertThat(reasons(plugin, ignoring, with("a1"), "a1")).isNotEmpty();
    }

    @Test
    void taintedNodesCountUnlessThePolicyIsToHonorTaints() {
        Snapshot snapshot = snapshot(
                List.of(
                        node("a1", "4", "zone: a"),
                        node("t1", "{metadata: {labels: {zone: t}}, spec: {taints: [{key: k, effect: NoSchedule}]}}")),
                on("w", "a1"));
        assertThat(reasons(plugin, spreading("zone", "maxSkew: 1", ""), snapshot, "a1"))
                .isNotEmpty();
        assertThat(reasons(plugin, spreading("zone", "maxSkew: 1, nodeTaintsPolicy: Honor", ""), snapshot, "a1"))
                .isEmpty();
    }

    @Test
    void podsThatAreGoingDoNotCount() {
        Snapshot snapshot = with("a1");
        PodInfo going = on("w0", "a1").preempt();
        assertThat(fitting(spreading("zone", "maxSkew: 1", ""), snapshot.with(going)))
                .isEqualTo("a1 a2 b1 c1");
    }

    @Test
    void aSelectorWithoutRequirementsCountsNoPods() {
        PodInfo pod = pod("p", """
                spec: {topologySpreadConstraints: [
                  {topologyKey: zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]}
                """);
        assertThat(fitting(pod, with("a1 a1 a1"))).isEqualTo("a1 a2 b1 c1");
    }

    @Test
    void preferredSpreadScoresTheEmptierDomainHigher() {
        Snapshot snapshot = with("a1 a1 b1");
        PodInfo pod = spreading("zone", "maxSkew: 1, whenUnsatisfiable: ScheduleAnyway", "");
        long[] scores =
                plugin.score(pod, snapshot, List.of(at(snapshot, "a1"), at(snapshot, "b1"), at(snapshot, "c1")));
        // Weight log(3 + 2): 2 * 1.61 = 3, 1.61 = 2, 0.
        assertThat(scores).containsExactly(0, 33, 100);
        assertThat(fitting(pod, snapshot)).as("but rejects nobody").isEqualTo("a1 a2 b1 c1");
    }

    @Test
    void podsOfAServicePreferHostsAndZonesWithFewOfThem() {
        Snapshot snapshot = with("a1 a1 b1")
                .surrounded(
                        it -> it.withService(io.shiplog.objects.ObjectKey.parse("default/web"), Map.of("app", "web")));
        PodInfo pod = pod("p", "metadata: {labels: {app: web}}");
        long[] scores = plugin.score(
                pod, snapshot, List.of(at(snapshot, "a1"), at(snapshot, "a2"), at(snapshot, "b1"), at(snapshot, "c1")));
        assertThat(scores).isNotNull();
        assertThat(scores[3]).isEqualTo(100);
        assertThat(scores[2]).isLessThan(scores[3]);
        assertThat(scores[0]).isLessThan(scores[1]);
        assertThat(plugin.score(pod("other", ""), snapshot, snapshot.nodes())).isNull();
    }

    private static io.shiplog.scheduler.cluster.NodeInfo at(Snapshot snapshot, String name) {
        return java.util.Objects.requireNonNull(snapshot.node(name));
    }

    private String fitting(PodInfo pod, Snapshot snapshot) {
        return String.join(
                " ",
                List.of("a1", "a2", "b1", "c1").stream()
                        .filter(name -> reasons(plugin, pod, snapshot, name).isEmpty())
                        .toList());
    }

    private static Snapshot with(String where) {
        var pods = new ArrayList<PodInfo>();
        for (String node : where.isEmpty() ? new String[0] : where.split(" ")) {
            pods.add(on("w" + pods.size(), node));
        }
        return snapshot(NODES, pods.toArray(PodInfo[]::new));
    }

    private static PodInfo on(String name, String node) {
        return pod(name, "{metadata: {labels: {app: web}}, spec: {nodeName: " + node + "}}");
    }

    private static PodInfo spreading(String key, String constraint, String spec) {
        return pod(
                "p",
                "{metadata: {labels: {app: web}}, spec: {" + spec + "topologySpreadConstraints: [{topologyKey: " + key
                        + ", labelSelector: {matchLabels: {app: web}}, " + constraint + "}]}}");
    }
}
