package io.shiplog.reconcilers.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReportLoopTest {
    private static final String RUNNING =
            "{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}";

    private final Deque<Proposal> journal = new ArrayDeque<>();
    private final List<String> faults = new ArrayList<>();
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private State state = State.EMPTY;
    private int ids;
    private boolean hears = true;
    private ReportLoop loop = loop();

    @Test
    void createsTheNodeOfAFirstReport() {
        heartbeat("n1", "True");
        assertThat(proposals()).singleElement().satisfies(proposal -> {
            assertThat(proposal.origin().user()).isEqualTo("system:node:n1");
            assertThat(proposal.origin().verb()).isEqualTo("create");
        });
        settle();
        ObjectNode node = json(Nodes.RESOURCE, "n1");
        assertThat(node.path("metadata").path("labels").path("zone").asString()).isEqualTo("a");
        assertThat(node.path("spec").path("podCIDR").asString()).isEqualTo("10.1.0.0/24");
        assertThat(ready("n1")).isEqualTo("True");
    }

    @Test
    void aHeartbeatThatChangesNothingStaysOutOfTheJournal() {
        heartbeat("n1", "True");
        settle();
        now = now.plusSeconds(10);
        heartbeat("n1", "True");
        assertThat(proposals()).isEmpty();
        heartbeat("n1", "False");
        assertThat(proposals())
                .singleElement()
                .satisfies(p -> assertThat(p.origin().verb()).isEqualTo("patch"));
    }

    @Test
    void aSilentNodeBecomesUnknownAndIsReadyAgainWhenItIsBack() {
        heartbeat("n1", "True");
        settle();
        pass(39);
        assertThat(proposals()).isEmpty();
        pass(1);
        assertThat(proposals())
                .singleElement()
                .satisfies(p -> assertThat(p.origin().user()).isEqualTo("system:shiplog:nodestatus"));
        settle();
        assertThat(ready("n1")).isEqualTo("Unknown");
        now = now.plusSeconds(5);
        heartbeat("n1", "True");
        settle();
        ObjectNode condition = Objects.requireNonNull(
                StatusConditions.find(json(Nodes.RESOURCE, "n1").path("status"), "Ready"));
        assertThat(condition.path("status").asString()).isEqualTo("True");
        assertThat(condition.path("lastTransitionTime").asString()).isEqualTo("2030-01-01T00:00:45Z");
    }

    @Test
    void aRestartCountsSilenceAnewAndDoesNotTakeAnOldReportForAHeartbeat() {
        heartbeat("n1", "True");
        settle();
        pass(40);
        settle();
        assertThat(ready("n1")).isEqualTo("Unknown");
        loop = loop();
        loop.start(Map.of("n1", nodeReport("n1", "True")));
        work();
        settle();
        assertThat(ready("n1")).isEqualTo("Unknown");
        pass(40);
        assertThat(proposals()).isEmpty();
    }

    @Test
    void aNodeThatNeverReportsBecomesUnknownAfterTheSameTime() {
        now = now.plusSeconds(100);
        putNode("""
            {"kind":"Node","apiVersion":"v1","metadata":{"name":"n9","uid":"u9","creationTimestamp":"%s"},
             "spec":{},"status":{}}""".formatted(now));
        loop.watch("n9", now);
        work();
        assertThat(proposals()).isEmpty();
        pass(39);
        assertThat(proposals()).isEmpty();
        pass(1);
        settle();
        for (String type : List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure")) {
            ObjectNode condition = Objects.requireNonNull(
                    StatusConditions.find(json(Nodes.RESOURCE, "n9").path("status"), type));
            assertThat(condition.path("status").asString()).isEqualTo("Unknown");
            assertThat(condition.path("reason").asString()).isEqualTo("NodeStatusNeverUpdated");
            assertThat(condition.path("message").asString()).isEqualTo("Kubelet never posted node status.");
            assertThat(condition.path("lastHeartbeatTime").asString()).isEqualTo("2030-01-01T00:01:40Z");
        }
        work();
        assertThat(proposals()).isEmpty();
    }

    @Test
    void aNodeThatWasMadeReadyByHandAndNeverReportsBecomesUnknownToo() {
        putNode("""
            {"kind":"Node","apiVersion":"v1","metadata":{"name":"n9","uid":"u9","creationTimestamp":"%s"},
             "spec":{},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""".formatted(now));
        loop.watch("n9", now);
        pass(40);
        settle();
        assertThat(ready("n9")).isEqualTo("Unknown");
        heartbeat("n9", "True");
        settle();
        assertThat(ready("n9")).isEqualTo("True");
    }

    @Test
    void writesAPodsStatusOnceAndKeepsWhatOthersOwnInIt() {
        put(
                pod(
                        "a",
                        "n1",
                        "\"status\":{\"qosClass\":\"Burstable\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"True\"}]}"));
        report("n1", "a", RUNNING, false, "");
        assertThat(proposals()).hasSize(1);
        settle();
        ObjectNode status = (ObjectNode) json(Pods.RESOURCE, "ns/a").path("status");
        assertThat(status.path("phase").asString()).isEqualTo("Running");
        assertThat(status.path("qosClass").asString()).isEqualTo("Burstable");
        assertThat(StatusConditions.find(status, "PodScheduled")).isNotNull();
        report("n1", "a", RUNNING, false, "");
        assertThat(proposals()).isEmpty();
    }

    @Test
    void aNodeDoesNotTakeBackWhatOthersSayOfAPod() {
        put(pod("a", "n1", "\"status\":{\"conditions\":[{\"type\":\"gate\",\"status\":\"True\"}]}"));
        report(
                "n1",
                "a",
                RUNNING.replace(
                        "[{", "[{\"type\":\"gate\",\"status\":\"False\"},{\"type\":\"old\",\"status\":\"True\"},{"),
                false,
                "");
        settle();
        ObjectNode status = json(Pods.RESOURCE, "ns/a").path("status").asObject();
        assertThat(Objects.requireNonNull(StatusConditions.find(status, "gate"))
                        .path("status")
                        .asString())
                .isEqualTo("True");
        assertThat(StatusConditions.find(status, "old")).isNull();
        assertThat(StatusConditions.find(status, "Ready")).isNotNull();
    }

    @Test
    void anotherNodesReportIsNotBelieved() {
        put(pod("a", "n1", "\"status\":{}"));
        report("n2", "a", RUNNING, false, "");
        work();
        assertThat(proposals()).isEmpty();
    }

    @Test
    void aReportOfAnEarlierPodOfTheSameNameIsNotBelieved() {
        put(pod("a", "n1", "\"status\":{}"));
        byte[] earlier = new String(podReport("n1", "a", RUNNING, false, ""), UTF_8)
                .replace("uid-a", "uid-old")
                .getBytes(UTF_8);
        loop.take("n1/uid-old", earlier, now);
        work();
        assertThat(proposals()).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void aStatusThatLostToAnotherWriteIsProposedOnTheNewBase() {
        put(pod("a", "n1", "\"status\":{}"));
        report("n1", "a", RUNNING, false, "");
        Proposal lost = journal.removeFirst();
        put(pod("a", "n1", "\"status\":{},\"data\":{}"));
        work();
        settle();
        assertThat(state.fold(lost, state.resourceVersion()).verdict()).isInstanceOf(Verdict.Refused.class);
        assertThat(json(Pods.RESOURCE, "ns/a").path("status").path("phase").asString())
                .isEqualTo("Running");
    }

    @Test
    void aStatusThatNeverArrivedIsProposedAgain() {
        put(pod("a", "n1", "\"status\":{}"));
        report("n1", "a", RUNNING, false, "");
        journal.clear();
        pass(4);
        assertThat(proposals()).isEmpty();
        pass(1);
        assertThat(proposals()).hasSize(1);
    }

    @Test
    void deletesATerminatedPodWhoseDeletionWasAskedFor() {
        put(pod("a", "n1", "\"status\":{}"));
        report("n1", "a", RUNNING, true, "");
        settle();
        assertThat(state.get(Pods.RESOURCE, ObjectKey.parse("ns/a")))
                .as("nobody asked")
                .isNotNull();
        put(
                pod("a", "n1", "\"status\":{}")
                        .replace(
                                "\"name\":\"a\"",
                                "\"name\":\"a\",\"deletionTimestamp\":\"2030-01-01T00:00:30Z\",\"deletionGracePeriodSeconds\":30"));
        work();
        settle();
        assertThat(state.get(Pods.RESOURCE, ObjectKey.parse("ns/a"))).isNull();
    }

    @Test
    void aPodThatHasEndedDoesNotRunAgain() {
        put(pod("a", "n1", "\"status\":{\"phase\":\"Failed\"}"));
        report("n1", "a", RUNNING, false, "");
        assertThat(proposals()).isEmpty();
    }

    @Test
    void tellsAnEventOnceAndCountsItUp() {
        put(pod("a", "n1", "\"status\":" + RUNNING));
        report("n1", "a", RUNNING, false, event(1, "2030-01-01T00:00:00Z"));
        settle();
        report("n1", "a", RUNNING, false, event(1, "2030-01-01T00:00:00Z"));
        assertThat(proposals()).isEmpty();
        report("n1", "a", RUNNING, false, event(3, "2030-01-01T00:00:09Z"));
        settle();
        assertThat(state.list(Events.RESOURCE)).hasSize(1);
        StoredObject event = state.table(Events.RESOURCE).firstEntry().getValue();
        ObjectNode json = Json.parse(event.json());
        assertThat(event.key().toString()).startsWith("ns/a.");
        assertThat(json.path("count").asInt()).isEqualTo(3);
        assertThat(json.path("lastTimestamp").asString()).isEqualTo("2030-01-01T00:00:09Z");
        assertThat(json.path("involvedObject").path("uid").asString()).isEqualTo("uid-a");
        assertThat(json.path("source").path("host").asString()).isEqualTo("n1");
    }

    @Test
    void doesNotTellAnEventAgainThatHasExpired() {
        put(pod("a", "n1", "\"status\":" + RUNNING));
        report("n1", "a", RUNNING, false, event(1, "2029-12-31T22:59:00Z"));
        assertThat(proposals()).isEmpty();
    }

    @Test
    void leavesAReportThatItCannotReadAlone() {
        loop.take("n1/uid-a", "nonsense".getBytes(UTF_8), now);
        loop.take("n1", "{\"v\":1,\"node\":\"n2\"}".getBytes(UTF_8), now);
        work();
        assertThat(faults).hasSize(2);
        assertThat(proposals()).isEmpty();
    }

    @Test
    void aStatusThatIsNoPodsIsRefusedAsTheApiWouldRefuseIt() {
        put(pod("p", "n1", "\"status\":{}"));
        report("n1", "p", "{\"phase\":\"Running\",\"containerStatuses\":\"none\"}", false, "");
        assertThat(proposals()).isEmpty();
        assertThat(faults).containsExactly("n1/uid-p");
    }

    @Test
    void afterARestartTheReportsOfASilentNodeAreStillNotHeldAgainstItsPods() {
        heartbeat("n1", "True");
        put(pod("a", "n1", "\"status\":{}"));
        report("n1", "a", RUNNING, false, "");
        settle();
        pass(40);
        settle();
        assertThat(ready("n1")).isEqualTo("Unknown");
        String unready = RUNNING.replace("True", "False");
        put(pod("a", "n1", "\"status\":" + unready));
        work();
        assertThat(proposals()).isEmpty();
        loop = loop();
        loop.start(Map.of("n1", nodeReport("n1", "True"), "n1/uid-a", podReport("n1", "a", RUNNING, false, "")));
        work();
        assertThat(proposals()).as("nobody heard of the node since").isEmpty();
        heartbeat("n1", "True");
        settle();
        assertThat(ready("n1")).isEqualTo("True");
        assertThat(podReady("a")).isEqualTo("True");
    }

    @Test
    void thePodsOfANodeThatIsBackAreAsItReports() {
        heartbeat("n1", "True");
        put(pod("a", "n1", "\"status\":{}"));
        report("n1", "a", RUNNING, false, "");
        settle();
        pass(40);
        settle();
        put(pod("a", "n1", "\"status\":" + RUNNING.replace("True", "False")));
        report("n1", "a", RUNNING, false, "");
        assertThat(proposals()).isEmpty();
        heartbeat("n1", "True");
        settle();
        assertThat(podReady("a")).isEqualTo("True");
    }

    @Test
    void aClockThatIsSetOrAProcessThatWasStoppedMakesNoNodeSilent() {
        heartbeat("n1", "True");
        settle();
        now = now.plusSeconds(3_600);
        work();
        assertThat(proposals()).isEmpty();
        now = now.minusSeconds(7_200);
        work();
        pass(30);
        assertThat(proposals()).isEmpty();
        pass(10);
        assertThat(proposals()).as("the silence itself is counted").hasSize(1);
    }

    @Test
    void whileKafkaIsAwayNoNodeIsSilent() {
        heartbeat("n1", "True");
        settle();
        pass(10);
        hears = false;
        pass(600);
        hears = true;
        pass(29);
        assertThat(proposals()).isEmpty();
        pass(1);
        assertThat(proposals()).hasSize(1);
    }

    @Test
    void aNodeThatWasDeletedIsMadeAgainByALaterHeartbeatOnly() {
        heartbeat("n1", "True");
        settle();
        fold(new Proposal(
                "deletion",
                new Origin("u", List.of(), "delete", "test"),
                List.of(Write.delete(Objects.requireNonNull(state.get(Nodes.RESOURCE, ObjectKey.cluster("n1")))))));
        pass(5);
        assertThat(proposals()).isEmpty();
        heartbeat("n1", "True");
        settle();
        assertThat(ready("n1")).isEqualTo("True");
    }

    @Test
    void nobodyElsesReportOfAPodHidesItsOwnNodes() {
        put(pod("a", "n1", "\"status\":{}"));
        report("n1", "a", RUNNING, false, "");
        settle();
        report("n2", "a", "{\"phase\":\"Failed\"}", false, "");
        put(pod("a", "n1", "\"status\":{}"));
        work();
        settle();
        assertThat(json(Pods.RESOURCE, "ns/a").path("status").path("phase").asString())
                .isEqualTo("Running");
    }

    @Test
    void nothingStaysUnderwayOfAPodThatIsGone() {
        for (int i = 0; i < 20; i++) {
            String name = "p" + i;
            put(pod(name, "n1", "\"status\":{}"));
            report("n1", name, RUNNING, false, event(1, "2030-01-01T00:00:00Z"));
            settle();
            put(pod(name, "n1", "\"status\":{}")
                    .replace("\"name\"", "\"deletionTimestamp\":\"2030-01-01T00:00:30Z\",\"name\""));
            report("n1", name, RUNNING, true, event(2, "2030-01-01T00:00:01Z"));
            settle();
            loop.take("n1/uid-" + name, null, now);
        }
        pass(5);
        assertThat(loop.underway()).isZero();
    }

    @Test
    void tellsAStatusAndWhatHappenedInOneProposal() {
        put(pod("a", "n1", "\"status\":{}"));
        report("n1", "a", RUNNING, false, event(1, "2030-01-01T00:00:00Z"));
        assertThat(proposals())
                .singleElement()
                .satisfies(proposal -> assertThat(proposal.writes())
                        .extracting(Write::resource)
                        .containsExactly(Pods.RESOURCE, Events.RESOURCE));
        settle();
        assertThat(proposals()).isEmpty();
        assertThat(state.list(Events.RESOURCE)).hasSize(1);
    }

    private ReportLoop loop() {
        var output = new ReportLoop.Output() {
            @Override
            public void accept(Proposal proposal) {
                journal.add(proposal);
            }

            @Override
            public void failed(String key, RuntimeException fault) {
                faults.add(key);
            }

            @Override
            public boolean reportsArrive() {
                return hears;
            }
        };
        return new ReportLoop(
                StatusSettings.DEFAULT, ref -> state.get(ref.resource(), ref.key()), () -> "id" + ids++, output, now);
    }

    private void heartbeat(String node, String ready) {
        loop.take(node, nodeReport(node, ready), now);
        work();
    }

    private void report(String node, String pod, String status, boolean terminated, String events) {
        loop.take(node + "/uid-" + pod, podReport(node, pod, status, terminated, events), now);
        work();
    }

    private void work() {
        loop.work(now, () -> true);
    }

    /** Lets time pass as it passes for a loop that works. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            work();
        }
    }

    private List<Proposal> proposals() {
        return List.copyOf(journal);
    }

    /** Lets everything proposed come back, and what follows from it. */
    private void settle() {
        while (!journal.isEmpty()) {
            fold(journal.removeFirst());
            work();
        }
    }

    private void fold(Proposal proposal) {
        var folded = state.fold(proposal, state.resourceVersion());
        state = folded.next();
        if (folded.verdict() instanceof Verdict.Accepted accepted) {
            accepted.changes()
                    .forEach(change -> loop.changed(new ObjectRef(change.resource(), change.key()), proposal.id()));
        }
    }

    private void put(String json) {
        var key = ObjectKey.parse("ns/"
                + Json.parse(json.getBytes(UTF_8)).path("metadata").path("name").asString());
        StoredObject current = state.get(Pods.RESOURCE, key);
        Write write = current == null
                ? Write.create(Pods.RESOURCE, key, "uid-" + key.name(), json.getBytes(UTF_8))
                : Write.replace(current, json.getBytes(UTF_8));
        fold(new Proposal("test" + ids++, new Origin("u", List.of(), "create", "test"), List.of(write)));
    }

    private void putNode(String json) {
        var write = Write.create(Nodes.RESOURCE, ObjectKey.cluster("n9"), "u9", json.getBytes(UTF_8));
        fold(new Proposal("test" + ids++, new Origin("u", List.of(), "create", "test"), List.of(write)));
    }

    private ObjectNode json(GroupResource resource, String key) {
        return Json.parse(Objects.requireNonNull(state.get(resource, ObjectKey.parse(key)))
                .json());
    }

    private String ready(String node) {
        return Objects.requireNonNull(
                        StatusConditions.find(json(Nodes.RESOURCE, node).path("status"), "Ready"))
                .path("status")
                .asString();
    }

    private String podReady(String name) {
        return Objects.requireNonNull(
                        StatusConditions.find(json(Pods.RESOURCE, "ns/" + name).path("status"), "Ready"))
                .path("status")
                .asString();
    }

    private static String pod(String name, String node, String more) {
        return "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"ns\"},\"spec\":{\"nodeName\":\"%s\"},%s}"
                .formatted(name, node, more);
    }

    private byte[] nodeReport(String node, String ready) {
        return """
                {"v":1,"node":"%s","time":"%s","object":{"metadata":{"name":"%s","labels":{"zone":"a"}},
                "spec":{"podCIDR":"10.1.0.0/24"},"status":{"capacity":{"cpu":"2"},"allocatable":{"cpu":"2"},"conditions":[
                {"type":"Ready","status":"%s","lastHeartbeatTime":"%s","lastTransitionTime":"2029-01-01T00:00:00Z"}]}}}""".formatted(node, now, node, ready, now).getBytes(UTF_8);
    }

    private static byte[] podReport(String node, String pod, String status, boolean terminated, String events) {
        return """
                {"v":1,"node":"%s","pod":{"namespace":"ns","name":"%s","uid":"uid-%s"},"status":%s,"terminated":%s,"events":[%s]}""".formatted(node, pod, pod, status, terminated, events).getBytes(UTF_8);
    }

    private static String event(int count, String last) {
        return """
                {"reason":"BackOff","type":"Warning","message":"again","count":%d,"firstTime":"2029-12-31T22:00:00Z","lastTime":"%s","fieldPath":"spec.containers{c}"}""".formatted(count, last);
    }
}
