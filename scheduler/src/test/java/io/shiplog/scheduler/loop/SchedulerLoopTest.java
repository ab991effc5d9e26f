package io.shiplog.scheduler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.scheduler.Given;
import io.shiplog.scheduler.loop.World.Scheduler;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SchedulerLoopTest {
    private final World world = new World();

    @Test
    void bindsAPodAndSaysSoInConditionAndEvent() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "4");
        world.pod("web", Given.requesting("", "1", ""));
        world.settle();
        assertThat(world.nodeOf("web")).isEqualTo("n1");
        assertThat(world.scheduled("web")).isEqualTo("True");
        assertThat(world.events()).containsExactly("web Scheduled Successfully assigned default/web to n1");
        assertThat(world.refused).isZero();
        assertThat(scheduler.faults).isEmpty();
    }

    @Test
    void anUnchangedWorldGetsNoProposals() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("fits", Given.requesting("", "1", ""));
        world.pod("waits", Given.requesting("", "1", ""));
        world.settle();
        long version = world.state().resourceVersion();
        for (int second = 0; second < 20; second++) {
            world.now = world.now.plusSeconds(1);
            world.settle();
        }
        assertThat(world.state().resourceVersion()).isEqualTo(version);
        assertThat(scheduler.faults).isEmpty();
    }

    @Test
    void saysWhyAPodFitsNowhereInUpstreamsWords() {
        world.scheduler(1);
        world.create(Nodes.RESOURCE, "cp", """
                metadata: {labels: {kubernetes.io/hostname: cp}}
                spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}
                status: {allocatable: {cpu: '4', memory: 8Gi, pods: '110'}}
                """);
        world.node("n1", "1");
        world.node("n2", "1");
        world.pod("small1", Given.requesting("", "600m", ""));
        world.pod("small2", Given.requesting("", "600m", ""));
        world.settle();
        world.pod("p", Given.requesting("", "1", ""));
        world.settle();
        String message = "0/3 nodes are available: 1 node(s) had untolerated taint"
                + " {node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu. preemption: 0/3 nodes are available:"
                + " 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.";
        assertThat(world.scheduled("p")).isEqualTo("False Unschedulable " + message);
        assertThat(world.events()).contains("p FailedScheduling " + message);
    }

    @Test
    void withoutNodesItSaysSo() {
        world.scheduler(1);
        world.pod("p", Given.requesting("", "1", ""));
        world.settle();
        assertThat(world.scheduled("p")).isEqualTo("False Unschedulable no nodes available to schedule pods");
        world.node("n1", "4");
        world.settle();
        assertThat(world.nodeOf("p")).as("it backs off first").isEmpty();
        world.now = world.now.plusSeconds(1);
        world.settle();
        assertThat(world.nodeOf("p")).isEqualTo("n1");
        assertThat(world.scheduled("p")).isEqualTo("True");
    }

    @Test
    void aPodThatWaitsIsBoundWhenRoomIsMade() {
        world.scheduler(1);
        world.node("n1", "1");
        world.pod("first", Given.requesting("", "1", ""));
        world.settle();
        world.pod("second", Given.requesting("", "1", ""));
        world.settle();
        world.now = world.now.plusSeconds(30);
        world.settle();
        assertThat(world.nodeOf("second")).isEmpty();
        world.delete(Pods.RESOURCE, "default/first");
        world.settle();
        assertThat(world.nodeOf("second")).isEqualTo("n1");
    }

    @Test
    void anEventThatCannotHelpDoesNotWakeAPod() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("p", Given.requesting("", "1", "nodeSelector: {disk: ssd}"));
        world.pod("other", Given.requesting("", "500m", ""));
        world.settle();
        world.now = world.now.plusSeconds(30);
        world.delete(Pods.RESOURCE, "default/other");
        scheduler.deliver();
        assertThat(scheduler.loop.state().queue().activeCount()).isZero();
        world.change(Nodes.RESOURCE, "n1", node -> {
            ((ObjectNode) node.path("metadata").path("labels")).put("disk", "ssd");
            return node;
        });
        world.settle();
        assertThat(world.nodeOf("p")).isEqualTo("n1");
    }

    @Test
    void leavesOtherSchedulersPodsAlone() {
        world.scheduler(1);
        world.node("n1", "4");
        world.pod("theirs", Given.requesting("", "1", "schedulerName: theirs"));
        world.settle();
        assertThat(world.nodeOf("theirs")).isEmpty();
        assertThat(world.scheduled("theirs")).isEmpty();
    }

    @Test
    void aGatedPodWaitsUntilItsGatesAreOpen() {
        world.scheduler(1);
        world.node("n1", "4");
        world.pod("p", Given.requesting("", "1", "schedulingGates: [{name: example.com/hold}]"));
        world.settle();
        assertThat(world.nodeOf("p")).isEmpty();
        assertThat(world.scheduled("p"))
                .isEqualTo("False SchedulingGated Scheduling is blocked due to non-empty scheduling gates");
        world.change(Pods.RESOURCE, "default/p", pod -> {
            ((ObjectNode) pod.get("spec")).remove("schedulingGates");
            return pod;
        });
        world.settle();
        assertThat(world.nodeOf("p")).isEqualTo("n1");
    }

    @Test
    void higherPriorityGoesFirstAndThenTheOlder() {
        Scheduler scheduler = world.scheduler(1);
        world.pod("early", Given.requesting("", "1", "priority: 5"));
        world.pod("late", Given.requesting("", "1", "priority: 5"));
        world.pod("urgent", Given.requesting("", "1", "priority: 10"));
        world.node("n1", "2");
        scheduler.deliver();
        scheduler.work();
        world.foldAll();
        assertThat(List.of(world.nodeOf("urgent"), world.nodeOf("early"), world.nodeOf("late")))
                .containsExactly("n1", "n1", "");
    }

    @Test
    void aRefusedBindingHeals() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("p", Given.requesting("", "1", ""));
        scheduler.deliver();
        scheduler.work();
        assertThat(world.proposedCount()).isEqualTo(1);
        world.overtake(Pods.RESOURCE, "default/p", pod -> {
            ((ObjectNode) pod.get("metadata")).putObject("labels").put("changed", "yes");
            return pod;
        });
        assertThat(world.refused).isEqualTo(0);
        world.settle();
        assertThat(world.refused).isEqualTo(1);
        assertThat(world.nodeOf("p")).isEqualTo("n1");
        assertThat(world.events()).as("the refused binding told nothing").hasSize(1);
    }

    @Test
    void aBindingThatNeverArrivesHealsAfterFiveSeconds() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("p", Given.requesting("", "1", ""));
        scheduler.deliver();
        scheduler.work();
        world.loseNext();
        world.now = world.now.plusSeconds(4);
        world.settle();
        assertThat(world.nodeOf("p")).isEmpty();
        world.now = world.now.plusSeconds(1);
        world.settle();
        assertThat(world.nodeOf("p")).isEqualTo("n1");
    }

    @Test
    void aPodDeletedWhileItIsBeingBoundGivesItsRoomBack() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("p", Given.requesting("", "1", ""));
        scheduler.deliver();
        scheduler.work();
        var waiting = List.copyOf(world.proposed());
        world.proposed().clear();
        world.delete(Pods.RESOURCE, "default/p");
        world.proposed().addAll(waiting);
        world.pod("next", Given.requesting("", "1", ""));
        world.settle();
        world.now = world.now.plusSeconds(10);
        world.settle();
        assertThat(world.nodeOf("next")).isEqualTo("n1");
    }

    @Test
    void twoSchedulersNeverBindAPodTwice() {
        Scheduler one = world.scheduler(1);
        Scheduler other = world.scheduler(2);
        for (int i = 0; i < 10; i++) {
            world.node("n" + i, "4");
        }
        for (int i = 0; i < 40; i++) {
            world.pod("p" + i, Given.requesting("", "1", ""));
        }
        one.deliver();
        other.deliver();
        one.work();
        other.work();
        assertThat(world.proposedCount()).isEqualTo(80);
        world.foldAll();
        assertThat(world.refused).isEqualTo(40);
        world.settle();
        assertThat(world.events()).hasSize(40);
    }

    @Test
    void aHigherPriorityMakesRoomWithItsVictimsGrace() {
        world.scheduler(1);
        world.node("n1", "2");
        world.pod("low", Given.requesting("", "1", "priority: 1\nterminationGracePeriodSeconds: 20"));
        world.pod("middle", Given.requesting("", "1", "priority: 5"));
        world.settle();
        world.pod("high", Given.requesting("", "1", "priority: 10"));
        world.settle();
        JsonNode low = world.pod("low");
        assertThat(low).isNotNull();
        assertThat(low.path("metadata").path("deletionGracePeriodSeconds").asInt(0))
                .isEqualTo(20);
        assertThat(low.path("metadata").path("deletionTimestamp").asString("")).isEqualTo("2030-01-01T00:00:20Z");
        assertThat(low.path("status").path("conditions").toString()).contains("PreemptionByScheduler");
        assertThat(world.pod("high").path("status").path("nominatedNodeName").asString(""))
                .isEqualTo("n1");
        assertThat(world.scheduled("high"))
                .isEqualTo("False Unschedulable 0/1 nodes are available: 1 Insufficient cpu.");
        String preemptor = world.pod("high").path("metadata").path("uid").asString("");
        assertThat(world.events()).contains("low Preempted Preempted by pod " + preemptor + " on node n1");
        world.now = world.now.plusSeconds(2);
        world.pod("rival", Given.requesting("", "1", "priority: 7"));
        world.delete(Pods.RESOURCE, "default/low");
        world.settle();
        assertThat(world.nodeOf("high")).as("the room that it made is its own").isEqualTo("n1");
        assertThat(world.pod("high").path("status").path("nominatedNodeName").asString(""))
                .as("stays after binding, as upstream has it")
                .isEqualTo("n1");
        assertThat(world.nodeOf("rival")).isEmpty();
    }

    @Test
    void aRefusedPreemptionIsTriedAgainSoon() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("low", Given.requesting("", "1", "priority: 1"));
        world.settle();
        world.pod("high", Given.requesting("", "1", "priority: 10"));
        scheduler.deliver();
        scheduler.work();
        world.overtake(Pods.RESOURCE, "default/low", pod -> {
            ((ObjectNode) pod.get("status")).put("phase", "Running");
            return pod;
        });
        world.settle();
        assertThat(world.refused)
                .as("its agent reported on the victim meanwhile")
                .isEqualTo(1);
        assertThat(world.pod("low").path("metadata").has("deletionTimestamp")).isFalse();
        world.now = world.now.plusSeconds(1);
        world.settle();
        assertThat(world.pod("low").path("metadata").has("deletionTimestamp")).isTrue();
        assertThat(world.pod("high").path("status").path("nominatedNodeName").asString(""))
                .isEqualTo("n1");
    }

    @Test
    void aPreemptionThatNeverArrivesIsTriedAgain() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("low", Given.requesting("", "1", "priority: 1"));
        world.settle();
        world.pod("high", Given.requesting("", "1", "priority: 10"));
        scheduler.deliver();
        scheduler.work();
        world.loseNext();
        world.now = world.now.plusSeconds(5);
        world.settle();
        assertThat(world.pod("low").path("metadata").has("deletionTimestamp")).isTrue();
    }

    @Test
    void aPreemptorThatChangesMeanwhilePreemptsAllTheSame() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("low", Given.requesting("", "1", "priority: 1"));
        world.settle();
        world.pod("high", Given.requesting("", "1", "priority: 10"));
        scheduler.deliver();
        scheduler.work();
        world.overtake(Pods.RESOURCE, "default/high", SchedulerLoopTest::annotated);
        world.settle();
        world.now = world.now.plusSeconds(1);
        world.settle();
        assertThat(world.pod("low").path("metadata").has("deletionTimestamp")).isTrue();
    }

    @Test
    void whyAPodWaitsIsSaidThoughTheFirstWordWasOvertaken() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("p", Given.requesting("", "2", ""));
        scheduler.deliver();
        scheduler.work();
        world.overtake(Pods.RESOURCE, "default/p", SchedulerLoopTest::annotated);
        world.settle();
        assertThat(world.refused).isEqualTo(1);
        assertThat(world.scheduled("p")).startsWith("False Unschedulable 0/1 nodes are available: 1 Insufficient cpu.");
        assertThat(world.events()).hasSize(1);
    }

    @Test
    void aPreemptionThatHasToWaitForAnAnswerIsToldInTheEnd() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("low", Given.requesting("", "1", "priority: 1"));
        scheduler.deliver();
        scheduler.work();
        world.podBefore("high", Given.requesting("", "1", "priority: 10"));
        scheduler.deliver();
        scheduler.work();
        world.settle();
        world.now = world.now.plusSeconds(2);
        world.settle();
        assertThat(world.pod("low").path("metadata").has("deletionTimestamp")).isTrue();
        assertThat(world.events()).contains("high FailedScheduling 0/1 nodes are available: 1 Insufficient cpu.");
    }

    @Test
    void whatAPodSaidBeforeARestartIsNotToldAgain() {
        Scheduler first = world.scheduler(1);
        world.node("n1", "1");
        world.pod("p", Given.requesting("", "2", ""));
        world.settle();
        long version = world.state().resourceVersion();
        world.stop(first);
        world.scheduler(1);
        world.settle();
        assertThat(world.state().resourceVersion()).isEqualTo(version);
        world.now = world.now.plusSeconds(601);
        world.settle();
        assertThat(world.events()).as("but in time it is").hasSize(2);
    }

    @Test
    void nothingIsProposedBeforeItIsTimeToWork() {
        world.pod("gated", Given.requesting("", "1", "schedulingGates: [{name: example.com/hold}]"));
        Scheduler scheduler = world.scheduler(1);
        assertThat(world.proposedCount()).isZero();
        scheduler.work();
        assertThat(world.proposedCount()).isEqualTo(1);
        world.settle();
        assertThat(world.scheduled("gated")).startsWith("False SchedulingGated");
    }

    @Test
    void aClockThatIsSetBackDelaysNothing() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("lost", Given.requesting("", "1", ""));
        scheduler.deliver();
        scheduler.work();
        world.loseNext();
        world.pod("waits", Given.requesting("", "1", ""));
        scheduler.deliver();
        scheduler.work();
        world.now = world.now.minusSeconds(3600);
        world.settle();
        world.now = world.now.plusSeconds(5);
        world.settle();
        assertThat(world.nodeOf("lost")).isEqualTo("n1");
        world.delete(Pods.RESOURCE, "default/lost");
        world.settle();
        assertThat(world.nodeOf("waits")).isEqualTo("n1");
    }

    @Test
    void aBindingToANodeThatVanishedIsNotRepeated() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("p", Given.requesting("", "1", ""));
        scheduler.deliver();
        scheduler.work();
        world.loseNext();
        world.delete(Nodes.RESOURCE, "n1");
        world.node("n2", "1");
        world.now = world.now.plusSeconds(5);
        world.settle();
        assertThat(world.nodeOf("p")).isEqualTo("n2");
    }

    @Test
    void podsThatNobodyHereBoundTakeTheirRoom() {
        world.scheduler(1);
        world.node("n1", "2");
        world.pod("daemon", Given.requesting("n1", "1", ""));
        world.pod("theirs", Given.requesting("n1", "1", "schedulerName: theirs"));
        world.pod("p", Given.requesting("", "1", ""));
        world.settle();
        assertThat(world.nodeOf("p")).isEmpty();
        assertThat(world.scheduled("daemon"))
                .as("it is not for the scheduler to say")
                .isEmpty();
    }

    @Test
    void aPodDeletedWhileItWaitsIsForgotten() {
        Scheduler scheduler = world.scheduler(1);
        world.node("n1", "1");
        world.pod("p", Given.requesting("", "2", ""));
        world.settle();
        world.delete(Pods.RESOURCE, "default/p");
        world.settle();
        assertThat(scheduler.loop.state().queue().size()).isZero();
        assertThat(scheduler.loop.state().snapshot().hasNominated()).isFalse();
    }

    @Test
    void theEndOfAnEmptyZoneLetsItsPodsGoOn() {
        world.scheduler(1);
        world.create(Nodes.RESOURCE, "a", Given.sized("a", "8", "zone: a"));
        world.create(Nodes.RESOURCE, "b", Given.sized("b", "1", "zone: b"));
        String spread = """
                topologySpreadConstraints:
                - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}
                """;
        world.pod("one", "metadata: {labels: {app: web}}\n" + Given.requesting("", "2", spread));
        world.settle();
        world.pod("two", "metadata: {labels: {app: web}}\n" + Given.requesting("", "2", spread));
        world.settle();
        assertThat(world.nodeOf("two")).as("zone b is emptier, but too small").isEmpty();
        world.now = world.now.plusSeconds(10);
        world.settle();
        world.delete(Nodes.RESOURCE, "b");
        world.settle();
        assertThat(world.nodeOf("two")).isEqualTo("a");
    }

    private static ObjectNode annotated(ObjectNode pod) {
        ((ObjectNode) pod.get("metadata")).putObject("annotations").put("touched", "yes");
        return pod;
    }

    @Test
    void aRestartedSchedulerGoesOn() {
        Scheduler first = world.scheduler(1);
        world.node("n1", "1");
        world.pod("a", Given.requesting("", "1", ""));
        world.pod("b", Given.requesting("", "1", ""));
        world.settle();
        world.stop(first);
        world.delete(Pods.RESOURCE, "default/" + (world.nodeOf("a").isEmpty() ? "b" : "a"));
        world.scheduler(1);
        world.settle();
        assertThat(world.nodeOf("a") + world.nodeOf("b")).isEqualTo("n1");
    }

    @Test
    void spreadsAThousandPodsEvenlyOverTwentyNodes() {
        Scheduler scheduler = world.scheduler(1);
        for (int i = 0; i < 20; i++) {
            world.node("n" + i, "64");
        }
        world.create(Services.RESOURCE, "default/web", "spec: {selector: {app: web}}");
        for (int i = 0; i < 1000; i++) {
            world.pod("web-" + i, "metadata: {labels: {app: web}}\n" + Given.requesting("", "100m", ""));
        }
        world.settle();
        assertThat(scheduler.faults).isEmpty();
        for (int i = 0; i < 20; i++) {
            assertThat(scheduler.loop.state().snapshot().node("n" + i).pods().count())
                    .isBetween(45, 55);
        }
    }
}
