package io.shiplog.scheduler.preemption;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.requesting;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.scheduler.cluster.Budget;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.cycle.ScheduleResult;
import io.shiplog.scheduler.cycle.SchedulingCycle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreemptionTest {
    private final SchedulingCycle cycle = SchedulingCycle.standard(7);

    @Test
    void takesAsFewPodsAsNeeded() {
        Snapshot snapshot = snapshot(
                List.of(node("n1", "4", "")), at("a", "n1", "1", 1), at("b", "n1", "2", 2), at("c", "n1", "1", 3));
        assertThat(preempted(wanting("1", 10), snapshot)).isEqualTo("n1 [a]");
        assertThat(preempted(wanting("2", 10), snapshot)).isEqualTo("n1 [b]");
        assertThat(preempted(wanting("4", 10), snapshot)).isEqualTo("n1 [c, b, a]");
        assertThat(preempted(wanting("1", 2), snapshot))
                .as("b and c are not lower")
                .isEqualTo("n1 [a]");
    }

    @Test
    void prefersTheNodeWhoseVictimsMatterLeast() {
        Snapshot snapshot = snapshot(
                List.of(node("n1", "1", ""), node("n2", "1", ""), node("n3", "1", "")),
                at("a", "n1", "1", 5),
                at("b", "n2", "1", 3),
                at("c", "n3", "500m", 3),
                at("d", "n3", "500m", 3));
        assertThat(preempted(wanting("1", 10), snapshot)).isEqualTo("n2 [b]");
    }

    @Test
    void ofEqualVictimsTheYoungestGoes() {
        Snapshot snapshot = snapshot(
                List.of(node("n1", "1", ""), node("n2", "1", "")),
                started("old", "n1", "2020-01-01T00:00:00Z"),
                started("young", "n2", "2021-01-01T00:00:00Z"));
        assertThat(preempted(wanting("1", 10), snapshot)).isEqualTo("n2 [young]");
    }

    @Test
    void prefersNotToViolateADisruptionBudget() {
        Snapshot snapshot = snapshot(
                        List.of(node("n1", "1", ""), node("n2", "1", "")),
                        labelled("guarded", "n1", 1),
                        at("free", "n2", "1", 5))
                .surrounded(it -> it.withBudget(
                        ObjectKey.parse("default/budget"),
                        new Budget(
                                ObjectKey.parse("default/budget"),
                                LabelSelectors.having(Map.of("app", "db")),
                                0,
                                Set.of())));
        assertThat(preempted(wanting("1", 10), snapshot)).isEqualTo("n2 [free]");
        Snapshot only = snapshot.withoutNode("n2");
        assertThat(preempted(wanting("1", 10), only))
                .as("but violates one if it must")
                .isEqualTo("n1 [guarded]");
    }

    @Test
    void neverWhenThePodSaysSo() {
        Snapshot snapshot = snapshot(List.of(node("n1", "1", "")), at("a", "n1", "1", 1));
        PodInfo polite = pod("p", requesting("", "1", "priority: 10\npreemptionPolicy: Never"));
        assertThat(cycle.decide(polite, snapshot))
                .asInstanceOf(type(ScheduleResult.Wait.class))
                .extracting(wait -> wait.failure().message())
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu."
                        + " preemption: not eligible due to preemptionPolicy=Never.");
    }

    @Test
    void notAgainWhileItsVictimsAreGoing() {
        Snapshot snapshot =
                snapshot(List.of(node("n1", "1", "")), at("a", "n1", "500m", 1).preempt(), at("b", "n1", "500m", 1));
        PodInfo nominated = wanting("1", 10).nominatedTo("n1");
        assertThat(cycle.decide(nominated, snapshot))
                .asInstanceOf(type(ScheduleResult.Wait.class))
                .satisfies(wait -> {
                    assertThat(wait.failure().message())
                            .endsWith("preemption: not eligible due to a terminating pod on the nominated node.");
                    assertThat(wait.forgetsNomination()).isFalse();
                });
    }

    @Test
    void aPodThatItsUserDeletedIsNoReasonToWait() {
        PodInfo deleted = pod(
                "a",
                "metadata: {deletionTimestamp: '2030-01-01T00:00:00Z'}\n" + requesting("n1", "500m", "priority: 1"));
        Snapshot snapshot = snapshot(List.of(node("n1", "1", "")), deleted, at("b", "n1", "500m", 1));
        assertThat(preempted(wanting("1", 10).nominatedTo("n1"), snapshot)).startsWith("n1 [");
    }

    @Test
    void aPodThatTheSchedulerItselfDeletesIs() {
        PodInfo going = pod("a", """
                metadata: {deletionTimestamp: '2030-01-01T00:00:00Z'}
                spec: {nodeName: n1, priority: 1, containers: [{name: c, resources: {requests: {cpu: 500m}}}]}
                status: {conditions: [{type: DisruptionTarget, status: 'True', reason: PreemptionByScheduler}]}
                """);
        Snapshot snapshot = snapshot(List.of(node("n1", "1", "")), going, at("b", "n1", "500m", 1));
        assertThat(preempted(wanting("1", 10).nominatedTo("n1"), snapshot)).isEqualTo("none");
    }

    @Test
    void looksOnAmongManyNodesForOneWhosePodsNoBudgetProtects() {
        Snapshot snapshot = Snapshot.EMPTY.surrounded(it -> it.withBudget(
                ObjectKey.parse("default/budget"),
                new Budget(
                        ObjectKey.parse("default/budget"), LabelSelectors.having(Map.of("app", "db")), 0, Set.of())));
        for (int i = 0; i < 300; i++) {
            snapshot = snapshot.with(node("n" + i, "1", ""));
            snapshot = snapshot.with(i == 7 ? at("free", "n7", "1", 5) : labelled("guarded" + i, "n" + i, 1));
        }
        for (int i = 0; i < 20; i++) {
            PodInfo pod = pod("wanting" + i, requesting("", "1", "priority: 10"));
            assertThat(preempted(pod, snapshot)).isEqualTo("n7 [free]");
        }
    }

    @Test
    void aPodThatHasNotStartedGoesBeforeOneThatRuns() {
        Snapshot snapshot = snapshot(
                List.of(node("n1", "1", ""), node("n2", "1", "")),
                started("running", "n1", "2029-01-01T00:00:00Z"),
                pod(
                        "created-earlier",
                        "metadata: {creationTimestamp: '2020-01-01T00:00:00Z'}\n"
                                + requesting("n2", "1", "priority: 1")));
        assertThat(preempted(wanting("1", 10), snapshot)).isEqualTo("n2 [created-earlier]");
    }

    @Test
    void aBudgetProtectsWhatItSelectsAndHasNotCountedYet() {
        PodInfo pod = labelled("db-0", "n1", 1);
        ObjectKey key = ObjectKey.parse("default/budget");
        assertThat(new Budget(key, LabelSelectors.having(Map.of("app", "db")), 0, Set.of()).protects(pod))
                .isTrue();
        assertThat(new Budget(key, LabelSelectors.having(Map.of("app", "db")), 0, Set.of("db-0")).protects(pod))
                .isFalse();
        assertThat(new Budget(key, LabelSelector.EVERYTHING, 0, Set.of()).protects(pod))
                .isFalse();
        assertThat(new Budget(key, LabelSelector.NOTHING, 0, Set.of()).protects(pod))
                .isFalse();
        ObjectKey elsewhere = ObjectKey.parse("prod/budget");
        assertThat(new Budget(elsewhere, LabelSelectors.having(Map.of("app", "db")), 0, Set.of()).protects(pod))
                .isFalse();
    }

    @Test
    void isOfNoUseWhereOtherPodsAreNotTheReason() {
        Snapshot snapshot = snapshot(List.of(
                node("n1", "1", ""),
                node("n2", "{status: {allocatable: {cpu: 8, pods: 10}}, spec: {unschedulable: true}}")));
        assertThat(cycle.decide(wanting("2", 10), snapshot))
                .asInstanceOf(type(ScheduleResult.Wait.class))
                .extracting(wait -> wait.failure().message())
                .isEqualTo("0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable."
                        + " preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.");
    }

    @Test
    void theNominatedNodeIsTakenAsSoonAsItFits() {
        Snapshot snapshot = snapshot(List.of(node("n1", "4", ""), node("n2", "64", "")));
        assertThat(cycle.decide(wanting("1", 10).nominatedTo("n1"), snapshot))
                .isEqualTo(new ScheduleResult.Bind(wanting("1", 10).nominatedTo("n1"), "n1"));
    }

    @Test
    void roomThatIsMadeForAPodIsNotGivenToALesserOne() {
        PodInfo awaited = wanting("1", 10).nominatedTo("n1");
        Snapshot snapshot = snapshot(List.of(node("n1", "1", ""))).awaiting(null, awaited);
        assertThat(cycle.decide(pod("lesser", requesting("", "1", "priority: 9")), snapshot))
                .isInstanceOf(ScheduleResult.Wait.class);
        assertThat(cycle.decide(pod("greater", requesting("", "1", "priority: 11")), snapshot))
                .isInstanceOf(ScheduleResult.Bind.class);
    }

    @Test
    void aLesserPodLosesItsNominationToTheNode() {
        PodInfo lesser = pod("lesser", requesting("", "1", "priority: 5")).nominatedTo("n1");
        Snapshot snapshot =
                snapshot(List.of(node("n1", "1", "")), at("a", "n1", "1", 1)).awaiting(null, lesser);
        assertThat(cycle.decide(wanting("1", 10), snapshot))
                .asInstanceOf(type(ScheduleResult.Preempt.class))
                .satisfies(preempt -> assertThat(preempt.displaced()).containsExactly(lesser));
    }

    private String preempted(PodInfo pod, Snapshot snapshot) {
        return cycle.decide(pod, snapshot) instanceof ScheduleResult.Preempt preempt
                ? preempt.node()
                        + " "
                        + preempt.victims().stream()
                                .map(victim -> victim.key().name())
                                .toList()
                : "none";
    }

    private static PodInfo wanting(String cpu, int priority) {
        return pod("wanting", requesting("", cpu, "priority: " + priority));
    }

    private static PodInfo at(String name, String node, String cpu, int priority) {
        return pod(name, requesting(node, cpu, "priority: " + priority));
    }

    private static PodInfo started(String name, String node, String time) {
        return pod(name, requesting(node, "1", "priority: 1") + "status: {startTime: '" + time + "'}\n");
    }

    private static PodInfo labelled(String name, String node, int priority) {
        return pod(name, "metadata: {labels: {app: db}}\n" + requesting(node, "1", "priority: " + priority));
    }
}
