package io.shiplog.agent.pod;

import static io.shiplog.agent.pod.World.condition;
import static io.shiplog.agent.pod.World.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.ContainerHash;
import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.plan.Step;
import io.shiplog.agent.testkit.TestPods;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NextStepTest {
    private static final String ONE = "{'containers':[{'name':'a','image':'i:1'}]}";

    private static World world(String spec) {
        return new World(TestPods.assigned(spec));
    }

    private static List<String> keys(PodPlan plan) {
        return plan.steps().stream().map(Step::key).toList();
    }

    private static String phase(PodPlan plan) {
        return plan.status().tree().path("phase").asString("");
    }

    @Test
    void startsTheSandboxFirstAndReportsPending() {
        PodPlan plan = world(ONE).next();
        assertThat(keys(plan)).containsExactly("sandbox");
        assertThat(phase(plan)).isEqualTo("Pending");
        assertThat(container(plan.status().tree(), 0)
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString(""))
                .isEqualTo("ContainerCreating");
        assertThat(condition(plan.status().tree(), "Ready")).isEqualTo("FalseContainersNotReady");
    }

    @Test
    void plansNothingTwiceWhileItIsUnderWay() {
        World world = world(ONE);
        world.next();
        assertThat(world.next().steps()).isEmpty();
    }

    @Test
    void runsAllContainersAndReportsThemReady() {
        World world = world("{'containers':[{'name':'a','image':'i:1'},{'name':'b','image':'i:2'}]}");
        PodPlan plan = world.settle();
        assertThat(phase(plan)).isEqualTo("Running");
        assertThat(condition(plan.status().tree(), "Ready")).isEqualTo("True");
        assertThat(condition(plan.status().tree(), "PodReadyToStartContainers")).isEqualTo("True");
        assertThat(plan.status().tree().path("podIP").asString("")).startsWith("172.17.0.");
        assertThat(plan.status().tree().path("hostIP").asString("")).isEqualTo("192.0.2.1");
        assertThat(plan.status().tree().path("qosClass").asString("")).isEqualTo("BestEffort");
        assertThat(container(plan.status().tree(), 1).path("containerID").asString(""))
                .startsWith("docker://b-");
    }

    @Test
    void asksForNothingWhenNothingHasChanged() {
        World world = world(ONE);
        PodPlan first = world.settle();
        world.pass(Duration.ofHours(1));
        PodPlan second = world.next();
        assertThat(second.steps()).isEmpty();
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.lookAgain()).isNull();
    }

    @Test
    void isNotReadyWhileOneOfTwoContainersIsDown() {
        World world = world("{'containers':[{'name':'a','image':'i:1'},{'name':'b','image':'i:2'}]}");
        world.settle();
        world.exit("b", 1);
        PodPlan plan = world.next();
        assertThat(phase(plan)).isEqualTo("Running");
        assertThat(condition(plan.status().tree(), "Ready")).isEqualTo("FalseContainersNotReady");
    }

    @Test
    void restartsACrashedContainerAtOnceAndThenEverLater() {
        World world = world(ONE);
        world.settle();
        world.pass(Duration.ofMinutes(1));
        world.exit("a", 1);
        assertThat(keys(world.settle())).isEmpty();
        assertThat(world.newest("a").running()).isTrue();
        for (long seconds : List.of(10, 20, 40, 80, 160, 300, 300)) {
            world.exit("a", 1);
            PodPlan waiting = world.next();
            assertThat(waiting.steps()).isEmpty();
            assertThat(container(waiting.status().tree(), 0)
                            .path("state")
                            .path("waiting")
                            .path("reason")
                            .asString(""))
                    .isEqualTo("CrashLoopBackOff");
            assertThat(waiting.lookAgain()).isEqualTo(world.now.plusSeconds(seconds));
            world.pass(Duration.ofSeconds(seconds));
            world.settle();
            assertThat(world.newest("a").running()).isTrue();
        }
        assertThat(container(world.next().status().tree(), 0)
                        .path("restartCount")
                        .asInt())
                .isEqualTo(8);
    }

    @Test
    void forgetsCrashesAfterTenGoodMinutes() {
        World world = world(ONE);
        world.settle();
        world.exit("a", 1);
        world.settle();
        world.pass(Duration.ofMinutes(11));
        world.exit("a", 1);
        world.settle();
        assertThat(world.newest("a").running()).isTrue();
    }

    @Test
    void saysWhatAContainerInBackOffDiedOf() {
        World world = world(ONE);
        world.settle();
        world.exit("a", 1);
        world.settle();
        world.exit("a", 7);
        ObjectNode status = world.next().status().tree();
        assertThat(container(status, 0)
                        .path("state")
                        .path("waiting")
                        .path("message")
                        .asString(""))
                .isEqualTo("back-off 10s restarting failed container=a pod=web_default(u1)");
        assertThat(container(status, 0)
                        .path("lastState")
                        .path("terminated")
                        .path("exitCode")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void keepsOneEndedInstanceBesideTheNewest() {
        World world = world(ONE);
        world.settle();
        for (int i = 0; i < 4; i++) {
            world.exit("a", 1);
            world.pass(Duration.ofMinutes(6));
            world.settle();
        }
        assertThat(world.containers.stream().filter(one -> one.id().startsWith("a-")))
                .hasSize(2);
    }

    @Test
    void succeedsWhenANeverRestartedPodEndsWell() {
        World world = world("{'restartPolicy':'Never','containers':[{'name':'a','image':'i:1'}]}");
        world.settle();
        world.exit("a", 0);
        PodPlan plan = world.settle();
        assertThat(phase(plan)).isEqualTo("Succeeded");
        assertThat(condition(plan.status().tree(), "Ready")).isEqualTo("FalsePodCompleted");
        assertThat(world.containers.stream().noneMatch(one -> one.running())).isTrue();
    }

    @Test
    void failsWhenANeverRestartedPodEndsBadly() {
        World world = world("{'restartPolicy':'Never','containers':[{'name':'a','image':'i:1'}]}");
        world.settle();
        world.exit("a", 3);
        assertThat(phase(world.settle())).isEqualTo("Failed");
    }

    @Test
    void restartsOnFailureOnlyWhatFailed() {
        World world = world(
                "{'restartPolicy':'OnFailure','containers':[{'name':'a','image':'i:1'},{'name':'b','image':'i:2'}]}");
        world.settle();
        world.exit("a", 0);
        world.exit("b", 1);
        world.settle();
        assertThat(world.newest("a").exited()).isTrue();
        assertThat(world.newest("b").running()).isTrue();
        world.exit("b", 0);
        assertThat(phase(world.settle())).isEqualTo("Succeeded");
    }

    @Test
    void runsInitContainersOneAfterTheOther() {
        World world = world("{'initContainers':[{'name':'i1','image':'i'},{'name':'i2','image':'i'}],"
                + "'containers':[{'name':'a','image':'i:1'}]}");
        PodPlan plan = world.settle();
        assertThat(phase(plan)).isEqualTo("Pending");
        assertThat(condition(plan.status().tree(), "Initialized")).isEqualTo("FalseContainersNotInitialized");
        assertThat(container(plan.status().tree(), 0)
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString(""))
                .isEqualTo("PodInitializing");
        world.exit("i1", 0);
        world.settle();
        assertThat(world.newest("i2").running()).isTrue();
        assertThat(world.containers.stream().anyMatch(one -> one.id().startsWith("a-")))
                .isFalse();
        world.exit("i2", 0);
        plan = world.settle();
        assertThat(phase(plan)).isEqualTo("Running");
        assertThat(condition(plan.status().tree(), "Initialized")).isEqualTo("True");
    }

    @Test
    void retriesAFailedInitContainerUnlessThePodNeverRestarts() {
        String init = "'initContainers':[{'name':'i1','image':'i'}],'containers':[{'name':'a','image':'i:1'}]}";
        World retried = world("{" + init);
        retried.settle();
        retried.exit("i1", 1);
        retried.settle();
        assertThat(retried.newest("i1").running()).isTrue();
        World never = world("{'restartPolicy':'Never'," + init);
        never.settle();
        never.exit("i1", 1);
        assertThat(phase(never.settle())).isEqualTo("Failed");
    }

    @Test
    void startsSidecarsBeforeAndEndsThemAfterTheOthers() {
        World world =
                world("{'restartPolicy':'Never','initContainers':[{'name':'s','image':'i','restartPolicy':'Always'},"
                        + "{'name':'i1','image':'i'}],'containers':[{'name':'a','image':'i:1'}]}");
        world.settle();
        assertThat(world.newest("s").running()).isTrue();
        assertThat(world.newest("i1").running()).isTrue();
        world.exit("i1", 0);
        assertThat(phase(world.settle())).isEqualTo("Running");
        world.exit("a", 0);
        PodPlan ending = world.next();
        assertThat(ending.steps()).singleElement().isInstanceOf(Step.StopContainer.class);
        assertThat(phase(ending)).isEqualTo("Running");
        ending.steps().forEach(world::perform);
        assertThat(phase(world.settle())).isEqualTo("Succeeded");
    }

    @Test
    void restartsASidecarWithoutTouchingTheOthers() {
        World world = world("{'initContainers':[{'name':'s','image':'i','restartPolicy':'Always'}],"
                + "'containers':[{'name':'a','image':'i:1'}]}");
        world.settle();
        String before = world.newest("a").id();
        world.exit("s", 1);
        world.settle();
        assertThat(world.newest("s").running()).isTrue();
        assertThat(world.newest("a").id()).isEqualTo(before);
    }

    @Test
    void endsADeletedPodAndSaysWhenItIsDone() {
        World world = world(ONE);
        world.settle();
        world.assignment = TestPods.deleting(world.assignment, 5);
        PodPlan plan = world.next();
        assertThat(plan.steps())
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.StopContainer.class,
                        stop -> assertThat(stop.grace()).isEqualTo(Duration.ofSeconds(5)));
        assertThat(plan.terminated()).isFalse();
        plan.steps().forEach(world::perform);
        plan = world.settle();
        assertThat(plan.terminated()).isTrue();
        assertThat(plan.forgotten()).isFalse();
    }

    @Test
    void endsADeletedPodThatNeverBeganAtOnce() {
        World world = new World(TestPods.deleting(TestPods.assigned(ONE), 30));
        PodPlan plan = world.next();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.terminated()).isTrue();
    }

    @Test
    void shortensTheGracePeriodOfAPodThatIsEnding() {
        World world = world(ONE);
        world.settle();
        world.assignment = TestPods.deleting(world.assignment, 30);
        world.next();
        world.assignment = TestPods.deleting(world.assignment, 0);
        assertThat(world.next().steps())
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.StopContainer.class,
                        stop -> assertThat(stop.grace()).isZero());
    }

    @Test
    void leavesNothingOfARemovedPod() {
        World world = world(ONE);
        world.settle();
        world.removed = true;
        PodPlan plan = world.settle();
        assertThat(plan.forgotten()).isTrue();
        assertThat(world.containers).isEmpty();
        assertThat(world.volumes).isFalse();
    }

    @Test
    void replacesALostSandboxAndItsContainers() {
        World world = world(ONE);
        world.settle();
        String old = world.newest("a").id();
        world.end(world.containers.getFirst().id(), 137);
        PodPlan plan = world.settle();
        assertThat(phase(plan)).isEqualTo("Running");
        assertThat(world.newest("a").id()).isNotEqualTo(old);
        assertThat(world.containers.stream().filter(one -> one.id().startsWith("POD")))
                .hasSize(1);
    }

    @Test
    void adoptsWhatRunsWithoutAStep() {
        World world = world(ONE);
        ObjectNode before = world.settle().status().tree();
        world.memory = PodMemory.fresh(world.now.plusSeconds(100));
        ObjectNode record = TestPods.json("{'node':'n1'}");
        ObjectNode pod = world.assignment.json().deepCopy();
        pod.set("status", before);
        record.set("pod", pod);
        world.assignment = TestPods.assignment(record);
        PodPlan plan = world.next();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.status().tree()).isEqualTo(before);
    }

    @Test
    void neverRunsAPodAgainThatTheClusterKnowsToHaveEnded() {
        ObjectNode record = TestPods.json("{'node':'n1'}");
        ObjectNode pod = TestPods.assigned(ONE).json().deepCopy();
        pod.set("status", TestPods.json("{'phase':'Succeeded'}"));
        record.set("pod", pod);
        PodPlan plan = new World(TestPods.assignment(record)).next();
        assertThat(plan.steps()).isEmpty();
        assertThat(phase(plan)).isEqualTo("Succeeded");
    }

    @Test
    void failsAPodWhoseDeadlineHasPassed() {
        World world = world("{'activeDeadlineSeconds':60,'containers':[{'name':'a','image':'i:1'}]}");
        PodPlan plan = world.settle();
        assertThat(plan.lookAgain()).isEqualTo(world.now.plusSeconds(60));
        world.pass(Duration.ofSeconds(60));
        plan = world.settle();
        assertThat(phase(plan)).isEqualTo("Failed");
        assertThat(plan.status().tree().path("reason").asString("")).isEqualTo("DeadlineExceeded");
        assertThat(world.newest("a").exited()).isTrue();
    }

    @Test
    void showsImageTroubleAndTriesAgain() {
        World world = world(ONE);
        world.perform(world.next().steps().getFirst());
        Step start = world.next().steps().getFirst();
        world.memory = world.memory
                .startFailed("a", "ErrImagePull", "not found", world.now)
                .ended(start.key());
        PodPlan plan = world.next();
        assertThat(container(plan.status().tree(), 0)
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString(""))
                .isEqualTo("ErrImagePull");
        world.pass(Duration.ofSeconds(5));
        plan = world.next();
        assertThat(container(plan.status().tree(), 0)
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString(""))
                .isEqualTo("ImagePullBackOff");
        assertThat(phase(plan)).isEqualTo("Pending");
        world.pass(Duration.ofSeconds(5));
        assertThat(keys(world.next())).containsExactly("start/a");
    }

    @Test
    void leavesASandboxAloneThatIsBeingMade() {
        World world = world(ONE);
        Step.StartSandbox start = (Step.StartSandbox) world.next().steps().getFirst();
        world.perform(start);
        var made = world.containers.removeFirst();
        world.memory = world.memory.begun(start.key());
        world.containers.add(World.inState(made, EngineContainer.State.CREATED));
        assertThat(world.next().steps()).isEmpty();
        world.memory = world.memory.ended(start.key());
        assertThat(world.next().steps()).singleElement().isInstanceOf(Step.Remove.class);
    }

    @Test
    void neverRunsAPodAgainThatItHasReportedAsEnded() {
        World world = world("{'restartPolicy':'OnFailure','containers':[{'name':'a','image':'i:1'}]}");
        world.settle();
        world.exit("a", 0);
        ObjectNode ended = world.settle().status().tree();
        assertThat(ended.path("phase").asString("")).isEqualTo("Succeeded");
        world.containers.clear();
        PodPlan plan = world.next();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.status().tree()).isEqualTo(ended);
        world.assignment = world.assignment.reported(ended);
        world.memory = PodMemory.fresh(world.now.plusSeconds(100));
        assertThat(world.next().steps()).isEmpty();
    }

    @Test
    void goesOnWhereTheAgentBeforeItLeftOff() {
        World world = world("{'activeDeadlineSeconds':600,'containers':[{'name':'a','image':'i:1',"
                + "'readinessProbe':{'tcpSocket':{'port':80}}}]}");
        ObjectNode before = world.settle().status().tree();
        assertThat(condition(before, "Ready")).isEqualTo("True");
        world.pass(Duration.ofMinutes(5));
        world.assignment = world.assignment.reported(before);
        world.memory = PodMemory.fresh(world.now);
        PodPlan plan = world.next();
        assertThat(plan.status().tree()).isEqualTo(before);
        world.pass(Duration.ofMinutes(5));
        assertThat(phase(world.settle())).isEqualTo("Failed");
    }

    @Test
    void isNotOverBeforeItsLastContainerHasEnded() {
        World world = world("{'activeDeadlineSeconds':60,'containers':[{'name':'a','image':'i:1'}]}");
        world.settle();
        world.pass(Duration.ofSeconds(60));
        PodPlan ending = world.next();
        assertThat(phase(ending)).isEqualTo("Running");
        assertThat(ending.status().tree().has("reason")).isFalse();
        assertThat(condition(ending.status().tree(), "Ready")).isEqualTo("FalsePodFailed");
        ending.steps().forEach(world::perform);
        PodPlan ended = world.settle();
        assertThat(phase(ended)).isEqualTo("Failed");
        assertThat(ended.status().tree().path("reason").asString("")).isEqualTo("DeadlineExceeded");
    }

    @Test
    void isReadyOnlyWhenItsSidecarsAre() {
        World world = world("{'initContainers':[{'name':'s','image':'i','restartPolicy':'Always',"
                + "'readinessProbe':{'tcpSocket':{'port':80},'failureThreshold':1}}],"
                + "'containers':[{'name':'a','image':'i:1'}]}");
        assertThat(condition(world.settle().status().tree(), "Ready")).isEqualTo("True");
        world.pass(Duration.ofSeconds(10));
        Step.RunProbe probe = (Step.RunProbe) world.next().steps().getFirst();
        world.probed(probe, new ProbeOutcome.Failure("refused"));
        assertThat(condition(world.next().status().tree(), "Ready")).isEqualTo("FalseContainersNotReady");
        assertThat(world.memory.events().getLast().fieldPath()).isEqualTo("spec.initContainers{s}");
    }

    @Test
    void letsSidecarsHaveOnlyWhatTheOthersLeftOfTheGracePeriod() {
        World world = world("{'initContainers':[{'name':'s','image':'i','restartPolicy':'Always'}],"
                + "'containers':[{'name':'a','image':'i:1'}]}");
        world.settle();
        world.assignment = TestPods.deleting(world.assignment, 30);
        PodPlan first = world.next();
        assertThat(first.steps())
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.StopContainer.class,
                        stop -> assertThat(stop.left()).isEqualTo(Duration.ofSeconds(30)));
        world.pass(Duration.ofSeconds(20));
        first.steps().forEach(world::perform);
        assertThat(world.next().steps()).singleElement().isInstanceOfSatisfying(Step.StopContainer.class, stop -> {
            assertThat(stop.name()).isEqualTo("s");
            assertThat(stop.left()).isEqualTo(Duration.ofSeconds(10));
        });
        world.pass(Duration.ofSeconds(5));
        assertThat(world.next().steps()).isEmpty();
    }

    @Test
    void doesNotWaitForATimeThatTheClockWasSetBackFrom() {
        World world = world(ONE);
        world.settle();
        world.exit("a", 1);
        world.settle();
        world.exit("a", 1);
        world.pass(Duration.ofHours(-1));
        world.settle();
        assertThat(world.newest("a").running()).isTrue();
        World probed = world("{'containers':[{'name':'a','image':'i:1','readinessProbe':{'tcpSocket':{'port':80}}}]}");
        probed.settle();
        probed.pass(Duration.ofHours(-1));
        assertThat(probed.next().steps()).singleElement().isInstanceOf(Step.RunProbe.class);
    }

    @Test
    void failsWhenItsCommandCannotBeStarted() {
        World world = world("{'restartPolicy':'Never','containers':[{'name':'a','image':'i:1'}]}");
        world.perform(world.next().steps().getFirst());
        world.perform(world.next().steps().getFirst());
        world.containers.add(World.notStarted(world.containers.removeLast(), "executable file not found in $PATH"));
        ObjectNode status = world.settle().status().tree();
        assertThat(status.path("phase").asString("")).isEqualTo("Failed");
        JsonNode terminated = container(status, 0).path("state").path("terminated");
        assertThat(terminated.path("reason").asString("")).isEqualTo("StartError");
        assertThat(terminated.path("message").asString("")).isEqualTo("executable file not found in $PATH");
    }

    @Test
    void saysThatARunningInitContainerHasStarted() {
        World world = world("{'initContainers':[{'name':'i1','image':'i'}],'containers':[{'name':'a','image':'i:1'}]}");
        JsonNode init =
                world.settle().status().tree().path("initContainerStatuses").path(0);
        assertThat(init.path("started").asBoolean(false)).isTrue();
        assertThat(init.path("ready").asBoolean(true)).isFalse();
    }

    @Test
    void tellsWhatHappensOverAndOverEverMoreSeldom() {
        PodMemory memory = PodMemory.fresh(Instant.EPOCH);
        for (int second = 0; second < 3600; second++) {
            memory = memory.noting("Unhealthy", true, "sick", "", Instant.EPOCH.plusSeconds(second));
        }
        assertThat(memory.events())
                .singleElement()
                .satisfies(event -> assertThat(event.count()).isBetween(25 + 11, 25 + 12));
    }

    @Test
    void restartsAContainerWhoseImageWasChanged() {
        World world = world(ONE);
        world.settle();
        var labelled = new java.util.HashMap<>(world.newest("a").labels());
        labelled.put(
                io.shiplog.agent.engine.ContainerLabels.HASH,
                ContainerHash.of(world.assignment.pod().containers().getFirst()));
        var running = world.newest("a");
        world.containers.remove(running);
        world.containers.add(new io.shiplog.agent.engine.EngineContainer(
                running.id(),
                labelled,
                running.state(),
                running.imageId(),
                "",
                running.createdAt(),
                running.startedAt(),
                null,
                0,
                false,
                ""));
        assertThat(world.next().steps()).isEmpty();
        world.assignment = TestPods.assigned("{'containers':[{'name':'a','image':'i:2'}]}");
        assertThat(world.next().steps()).singleElement().isInstanceOf(Step.StopContainer.class);
    }

    @Test
    void keepsConditionsOfOthersAndWaitsForReadinessGates() {
        World world = world("{'readinessGates':[{'conditionType':'gate'}],'containers':[{'name':'a','image':'i:1'}]}");
        assertThat(condition(world.settle().status().tree(), "Ready")).isEqualTo("FalseReadinessGatesNotReady");
        ObjectNode record = TestPods.json("{'node':'n1'}");
        ObjectNode pod = world.assignment.json().deepCopy();
        pod.set(
                "status",
                TestPods.json(
                        "{'conditions':[{'type':'gate','status':'True'},{'type':'PodScheduled','status':'True'}]}"));
        record.set("pod", pod);
        world.assignment = TestPods.assignment(record);
        ObjectNode status = world.next().status().tree();
        assertThat(condition(status, "Ready")).isEqualTo("True");
        assertThat(condition(status, "PodScheduled")).isEqualTo("True");
    }
}
