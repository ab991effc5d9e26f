package io.shiplog.scheduler.cycle;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.requesting;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.EventKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingCycleTest {
    private final SchedulingCycle cycle = SchedulingCycle.standard(7);

    @Test
    void theSamePodSnapshotAndSeedGiveTheSameNode() {
        Snapshot snapshot = snapshot(List.of(node("n1", "4", ""), node("n2", "4", ""), node("n3", "4", "")));
        var nodes = new HashSet<String>();
        for (int i = 0; i < 50; i++) {
            PodInfo pod = pod("p" + i, requesting("", "1", ""));
            ScheduleResult decision = cycle.decide(pod, snapshot);
            assertThat(SchedulingCycle.standard(7).decide(pod, snapshot)).isEqualTo(decision);
            assertThat(decision)
                    .asInstanceOf(type(ScheduleResult.Bind.class))
                    .satisfies(bind -> nodes.add(bind.node()));
        }
        assertThat(nodes).as("equals are chosen from in turns").hasSize(3);
    }

    @Test
    void whatTheNodesReasonsAreIsCountedAndSortedAsText() {
        var nodes = new ArrayList<io.shiplog.scheduler.cluster.Node>();
        for (int i = 0; i < 10; i++) {
            nodes.add(node("small" + i, "1", ""));
        }
        nodes.add(node("cordoned", "{spec: {unschedulable: true}}"));
        nodes.add(node("tainted", "{spec: {taints: [{key: a, value: b, effect: NoSchedule}]}}"));
        assertThat(cycle.decide(pod("p", requesting("", "2", "preemptionPolicy: Never")), snapshot(nodes)))
                .asInstanceOf(type(ScheduleResult.Wait.class))
                .satisfies(wait -> {
                    assertThat(wait.failure().message())
                            .startsWith("0/12 nodes are available: 1 node(s) had untolerated taint {a: b},"
                                    + " 1 node(s) were unschedulable, 10 Insufficient cpu.");
                    assertThat(wait.failure().wokenBy())
                            .contains(EventKind.NODE_ADDED, EventKind.POD_GONE, EventKind.NODE_TAINTS_CHANGED)
                            .doesNotContain(EventKind.NODE_LABELS_CHANGED);
                });
    }

    @Test
    void nodesThatThePodDoesNotNameAreNotAsked() {
        String named = "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                + " [{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}]}}}";
        Snapshot snapshot = snapshot(List.of(node("n1", "1", ""), node("n2", "4", ""), node("n3", "4", "")));
        assertThat(cycle.decide(pod("p", requesting("", "2", named)), snapshot))
                .asInstanceOf(type(ScheduleResult.Wait.class))
                .extracting(wait -> wait.failure().message())
                .asString()
                .startsWith(
                        "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].");
        assertThat(cycle.decide(pod("p", requesting("", "1", named)), snapshot))
                .asInstanceOf(type(ScheduleResult.Bind.class))
                .extracting(ScheduleResult.Bind::node)
                .isEqualTo("n1");
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "99, 99", "100, 100", "250, 120", "1000, 420", "5000, 500", "10000, 500"})
    void fewerOfManyNodesAreEnough(int nodes, int enough) {
        assertThat(SchedulingCycle.enough(nodes)).isEqualTo(enough);
    }

    @Test
    void zonesAreVisitedInTurns() {
        Snapshot snapshot = snapshot(List.of(
                node("a1", "1", "topology.kubernetes.io/zone: a"),
                node("a2", "1", "topology.kubernetes.io/zone: a"),
                node("a3", "1", "topology.kubernetes.io/zone: a"),
                node("b1", "1", "topology.kubernetes.io/zone: b")));
        assertThat(snapshot.nodeNames()).containsExactly("a1", "b1", "a2", "a3");
    }

    @Test
    void podsOfANodeThatComesLaterCountWhenItIsThere() {
        Snapshot early = Snapshot.EMPTY.with(pod("x", "n1", "1"));
        assertThat(early.nodeCount()).isZero();
        Snapshot snapshot = early.with(node("n1", "1", ""));
        assertThat(cycle.decide(pod("p", "", "1"), snapshot)).isInstanceOf(ScheduleResult.Wait.class);
    }

    @Test
    void findsNodesAmongFiveThousand() {
        Snapshot snapshot = Snapshot.EMPTY;
        for (int i = 0; i < 5_000; i++) {
            snapshot = snapshot.with(node("n" + i, "8", "topology.kubernetes.io/zone: z" + i % 3));
        }
        int pods = 200;
        for (int i = 0; i < pods; i++) {
            PodInfo pod = pod("p" + i, "", "100m");
            if (!(cycle.decide(pod, snapshot) instanceof ScheduleResult.Bind bind)) {
                throw new AssertionError("there is room");
            }
            snapshot = snapshot.with(pod.on(bind.node()));
        }
    }
}
