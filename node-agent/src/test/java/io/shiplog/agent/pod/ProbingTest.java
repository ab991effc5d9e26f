package io.shiplog.agent.pod;

import static io.shiplog.agent.pod.World.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.pod.facts.ProbeKind;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.plan.Step;
import io.shiplog.agent.testkit.TestPods;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbingTest {
    private static World world(String probes) {
        World world = new World(TestPods.assigned("{'containers':[{'name':'a','image':'i:1'," + probes + "}]}"));
        world.perform(world.next().steps().getFirst());
        world.perform(world.next().steps().getFirst());
        return world;
    }

    private static Step.RunProbe due(World world, ProbeKind kind) {
        return (Step.RunProbe) world.next().steps().stream()
                .filter(step ->
                        step instanceof Step.RunProbe probe && probe.id().kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isReadyOnlyOnceItsReadinessProbeSucceeds() {
        World world = world("'readinessProbe':{'httpGet':{'port':80},'initialDelaySeconds':3,'periodSeconds':2}");
        PodPlan plan = world.next();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.lookAgain()).isEqualTo(world.now.plusSeconds(3));
        world.pass(Duration.ofSeconds(3));
        Step.RunProbe probe = due(world, ProbeKind.READINESS);
        assertThat(condition(world.next().status().tree(), "Ready")).isEqualTo("FalseContainersNotReady");
        world.probed(probe, new ProbeOutcome.Success());
        plan = world.next();
        assertThat(condition(plan.status().tree(), "Ready")).isEqualTo("True");
        assertThat(plan.lookAgain()).isEqualTo(world.now.plusSeconds(2));
    }

    @Test
    void staysReadyUntilTheFailureThreshold() {
        World world = world("'readinessProbe':{'tcpSocket':{'port':80},'periodSeconds':1,'failureThreshold':2}");
        world.probed(due(world, ProbeKind.READINESS), new ProbeOutcome.Success());
        world.pass(Duration.ofSeconds(1));
        world.probed(due(world, ProbeKind.READINESS), new ProbeOutcome.Failure("refused"));
        assertThat(condition(world.next().status().tree(), "Ready")).isEqualTo("True");
        world.pass(Duration.ofSeconds(1));
        world.probed(due(world, ProbeKind.READINESS), new ProbeOutcome.Failure("refused"));
        assertThat(condition(world.next().status().tree(), "Ready")).isEqualTo("FalseContainersNotReady");
        assertThat(world.memory.events()).anySatisfy(event -> {
            assertThat(event.reason()).isEqualTo("Unhealthy");
            assertThat(event.message()).isEqualTo("Readiness probe failed: refused");
            assertThat(event.count()).isEqualTo(2);
        });
    }

    @Test
    void restartsAContainerWhoseLivenessProbeFails() {
        World world = world("'livenessProbe':{'exec':{'command':['x']},'periodSeconds':1,'failureThreshold':1}");
        world.probed(due(world, ProbeKind.LIVENESS), new ProbeOutcome.Failure(""));
        PodPlan plan = world.next();
        assertThat(plan.steps())
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.StopContainer.class,
                        stop -> assertThat(stop.message())
                                .isEqualTo("Container a failed liveness probe, will be restarted"));
    }

    @Test
    void holdsTheOtherProbesBackUntilTheStartupProbeSucceeds() {
        World world = world("'startupProbe':{'tcpSocket':{'port':80},'periodSeconds':1,'failureThreshold':30},"
                + "'livenessProbe':{'tcpSocket':{'port':80}}");
        Step.RunProbe startup = due(world, ProbeKind.STARTUP);
        assertThat(world.next().steps()).isEmpty();
        assertThat(World.container(world.next().status().tree(), 0)
                        .path("started")
                        .asBoolean(true))
                .isFalse();
        world.probed(startup, new ProbeOutcome.Success());
        assertThat(due(world, ProbeKind.LIVENESS)).isNotNull();
        assertThat(World.container(world.next().status().tree(), 0)
                        .path("started")
                        .asBoolean(false))
                .isTrue();
    }

    @Test
    void aProbeThatCouldNotRunChangesNothing() {
        World world = world("'readinessProbe':{'exec':{'command':['x']},'periodSeconds':1,'failureThreshold':1}");
        world.probed(due(world, ProbeKind.READINESS), new ProbeOutcome.Success());
        world.pass(Duration.ofSeconds(1));
        world.probed(due(world, ProbeKind.READINESS), new ProbeOutcome.Inconclusive("engine down"));
        assertThat(condition(world.next().status().tree(), "Ready")).isEqualTo("True");
    }
}
