package io.shiplog.cluster.fork;

import static io.shiplog.cluster.fork.ForkedObjects.DEPLOYMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Origin;
import io.shiplog.journal.State;
import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayCheckTest {
    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    void aRolloutIsOverWhenAllPodsAreAsItSaysAndAvailable() {
        Rollouts rollouts = new Rollouts();
        rollouts.next(START, new Change(null, deployment(1, 0, 0), 1));
        rollouts.next(START.plusSeconds(5), new Change(deployment(1, 0, 0), deployment(1, 1, 2), 2));
        rollouts.next(START.plusSeconds(9), new Change(deployment(1, 1, 2), deployment(1, 1, 3), 3));
        assertThat(against("rollout took under 10 s", rollouts)).isEmpty();
        assertThat(against("rollout of shop/web took under 9 s", rollouts))
                .containsExactly("deployments.apps shop/web took 9.0 s");
        assertThat(against("rollout of shop/other took under 9 s", rollouts)).containsExactly("there was no rollout");
        rollouts.next(START.plusSeconds(20), new Change(deployment(1, 1, 3), deployment(2, 1, 3), 4));
        assertThat(against("rollout took under 10 s", rollouts))
                .containsExactly("deployments.apps shop/web did not come to its end");
    }

    @Test
    void podsHaveANodeAndAreReady() {
        State state = State.of(List.of(ForkedObjects.pod("web-1", "1", "web", "", "")), 1);
        var evidence = new ReplayCheck.Evidence(List.of(), state, List.of(), List.of());
        assertThat(ReplayCheck.parse("all pods are ready").orElseThrow().against(evidence))
                .containsExactly("pods shop/web-1");
        assertThat(ReplayCheck.parse("all pods are scheduled").orElseThrow().against(evidence))
                .containsExactly("pods shop/web-1");
    }

    @Test
    void whatIsNoCheckIsNone() {
        assertThat(ReplayCheck.parse("rollout was fast")).isEmpty();
        assertThat(ReplayCheck.parse("rollout took under 60s")).isEmpty();
    }

    @Test
    void controllersSchedulerAndNodesAreNotReplayed() {
        for (String ours : List.of("system:shiplog:replicaset", "system:kube-scheduler", "system:node:a", "")) {
            assertThat(by(ours, "update").isFromOutside()).as(ours).isFalse();
        }
        for (String others : List.of("alice", "kubernetes-admin", "system:serviceaccount:shop:bot")) {
            assertThat(by(others, "update").isFromOutside()).as(others).isTrue();
        }
    }

    @Test
    void whatAWriteBringsWithItIsNotAskedForAgain() {
        assertThat(by("alice", "create").asked()).hasSize(1);
        assertThat(by("alice", "deletecollection").asked()).hasSize(2);
    }

    private static RecordedChange by(String user, String verb) {
        Change change = new Change(null, deployment(1, 0, 0), 1);
        return new RecordedChange(1, START, new Origin(user, List.of(), verb, "kubectl"), List.of(change, change));
    }

    private static List<String> against(String words, Rollouts rollouts) {
        return ReplayCheck.parse(words)
                .orElseThrow()
                .against(new ReplayCheck.Evidence(rollouts.all(), State.EMPTY, List.of(), List.of()));
    }

    private static StoredObject deployment(long generation, long observed, long available) {
        return ForkedObjects.of(
                DEPLOYMENTS,
                "web",
                "u",
                1,
                "\"generation\":" + generation,
                "\"spec\":{\"replicas\":3},\"status\":{\"observedGeneration\":" + observed
                        + ",\"replicas\":3,\"updatedReplicas\":3,\"availableReplicas\":" + available + "}");
    }
}
