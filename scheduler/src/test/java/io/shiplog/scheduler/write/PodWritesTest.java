package io.shiplog.scheduler.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.Given;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PodWritesTest {
    private static final WriteContext NOW =
            new WriteContext(Instant.parse("2030-01-01T00:00:00.123456789Z"), () -> "uid-of-event");

    @Test
    void aBindingKeepsWhatItDoesNotKnow() {
        StoredObject pod = pod("spec: {futureField: {a: []}, containers: []}\nstatus: {phase: Pending}");
        List<Write> writes = PodWrites.bind(pod, "n1", NOW);
        JsonNode bound = json(writes.getFirst());
        assertThat(bound.path("spec").path("futureField").path("a").isArray()).isTrue();
        assertThat(bound.path("spec").path("nodeName").asString("")).isEqualTo("n1");
        assertThat(bound.path("status").path("phase").asString("")).isEqualTo("Pending");
        assertThat(bound.path("metadata").has("resourceVersion"))
                .as("the fold inserts it")
                .isFalse();
        assertThat(writes.getFirst().base()).isEqualTo(7);
        assertThat(writes.getFirst().uid()).isEqualTo(pod.uid());
    }

    @Test
    void theEventIsOneThatOldAndNewReadersShow() {
        JsonNode event = json(PodWrites.bind(pod(""), "n1", NOW).get(1));
        assertThat(event.path("message").asString("")).isEqualTo("Successfully assigned default/p to n1");
        assertThat(event.path("involvedObject").path("resourceVersion").asString(""))
                .isEqualTo("7");
        assertThat(event.path("eventTime").asString("")).isEqualTo("2030-01-01T00:00:00.123456Z");
        assertThat(event.path("firstTimestamp").asString("")).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(event.path("source").path("component").asString("")).isEqualTo("default-scheduler");
        assertThat(event.path("metadata").path("namespace").asString("")).isEqualTo("default");
    }

    @Test
    void theSameDecisionAboutTheSameVersionIsToldUnderOneName() {
        Write once = PodWrites.failure(pod(""), "why", NOW);
        assertThat(PodWrites.failure(pod(""), "why", NOW).key()).isEqualTo(once.key());
        assertThat(PodWrites.failure(pod(""), "other", NOW).key()).isNotEqualTo(once.key());
    }

    @Test
    void anEventOfAPodWithALongNameHasALegalName() {
        StoredObject pod = Given.stored(Pods.RESOURCE, "default/" + "x".repeat(253), 7, "");
        assertThat(PodWrites.failure(pod, "why", NOW).key().name()).hasSizeLessThanOrEqualTo(253);
    }

    @Test
    void anEventSaysAtMost1024Bytes() {
        JsonNode event = json(PodWrites.failure(pod(""), "x".repeat(1024), NOW));
        assertThat(event.path("message").asString("")).isEqualTo("x".repeat(1024));
        event = json(PodWrites.failure(pod(""), "x".repeat(1025), NOW));
        assertThat(event.path("message").asString("")).isEqualTo("x".repeat(1020) + " ...");
        event = json(PodWrites.failure(pod(""), "x".repeat(1019) + "\u00e9".repeat(9), NOW));
        assertThat(event.path("message").asString("")).isEqualTo("x".repeat(1019) + " ...");
    }

    @Test
    void aPreemptionSaysForWhom() {
        StoredObject preemptor = Given.stored(Pods.RESOURCE, "prod/urgent", 9, "");
        JsonNode event = json(PodWrites.preempt(pod("spec: {terminationGracePeriodSeconds: 0}"), preemptor, "n1", NOW)
                .get(1));
        assertThat(event.path("message").asString("")).isEqualTo("Preempted by pod uid-urgent on node n1");
        assertThat(event.path("related").path("namespace").asString("")).isEqualTo("prod");
        assertThat(event.path("related").path("name").asString("")).isEqualTo("urgent");
    }

    @Test
    void aConditionThatSaysTheSameIsNotWrittenAgain() {
        StoredObject pod = pod("");
        Write first = PodWrites.unschedulable(pod, "why", "", NOW).write().orElseThrow();
        StoredObject written = new StoredObject(Pods.RESOURCE, pod.key(), pod.uid(), 8, first.object());
        var later = new WriteContext(NOW.now().plusSeconds(60), NOW.ids());
        assertThat(PodWrites.unschedulable(written, "why", "", later).write()).isEmpty();
        assertThat(PodWrites.unschedulable(written, "why", "", later).news()).isFalse();
        assertThat(PodWrites.unschedulable(written, "why", "n1", later))
                .as("a nomination is written, but no news")
                .satisfies(it -> {
                    assertThat(it.write()).isPresent();
                    assertThat(it.news()).isFalse();
                });
        JsonNode changed = json(
                PodWrites.unschedulable(written, "why else", "", later).write().orElseThrow());
        JsonNode condition = changed.path("status").path("conditions").path(0);
        assertThat(changed.path("status").path("conditions").size()).isEqualTo(1);
        assertThat(condition.path("message").asString("")).isEqualTo("why else");
        assertThat(condition.path("lastTransitionTime").asString(""))
                .as("its status did not change")
                .isEqualTo("2030-01-01T00:00:00Z");
    }

    @Test
    void aVictimWithoutGraceIsGoneAtOnceUnlessAFinalizerHoldsIt() {
        StoredObject preemptor = pod("");
        StoredObject quick = pod("spec: {terminationGracePeriodSeconds: 0}");
        assertThat(PodWrites.preempt(quick, preemptor, "n1", NOW).getFirst().object())
                .isNull();
        StoredObject held = pod("metadata: {finalizers: [x/y]}\nspec: {terminationGracePeriodSeconds: 0}");
        assertThat(json(PodWrites.preempt(held, preemptor, "n1", NOW).getFirst())
                        .path("metadata")
                        .has("deletionTimestamp"))
                .isTrue();
        StoredObject going = pod("metadata: {deletionTimestamp: '2030-01-01T00:00:00Z'}");
        assertThat(PodWrites.preempt(going, preemptor, "n1", NOW)).isEmpty();
    }

    private static StoredObject pod(String yaml) {
        return Given.stored(Pods.RESOURCE, "default/p", 7, yaml);
    }

    private static JsonNode json(Write write) {
        byte[] object = write.object();
        assertThat(object).isNotNull();
        return Json.parse(new String(object, UTF_8).getBytes(UTF_8));
    }
}
