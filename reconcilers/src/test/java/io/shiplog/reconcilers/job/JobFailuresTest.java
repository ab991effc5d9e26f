package io.shiplog.reconcilers.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a Job does about pods that fail, as kube-controller-manager v1.34.2 was seen to. */
class JobFailuresTest {
    private static final String INDEXED = "\"completions\":3,\"parallelism\":3,\"completionMode\":\"Indexed\"";
    private static final String EXCEEDED = "BackoffLimitExceeded: Job has reached the specified backoff limit";

    private final JobWorld jobs = new JobWorld();

    private void fail() {
        jobs.end(jobs.active().getFirst(), 1);
    }

    @Test
    void waitsTenSecondsAndThenTwiceAsLongAfterEachFailure() {
        jobs.job("");
        for (int pause : new int[] {10, 20, 40}) {
            fail();
            assertThat(jobs.active()).isEmpty();
            assertThat(jobs.world.nextRevisit()).isEqualTo(jobs.world.now().plusSeconds(pause));
            jobs.pass(Duration.ofSeconds(pause));
            assertThat(jobs.active()).hasSize(1);
        }
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(3);
    }

    @Test
    void pausesNeverLongerThanTenMinutes() {
        assertThat(JobBackoff.pause(7)).isEqualTo(Duration.ofMinutes(10));
        assertThat(JobBackoff.pause(1_000)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aSuccessMakesEarlierFailuresForgotten() {
        jobs.job("\"completions\":3,\"parallelism\":2");
        fail();
        assertThat(jobs.active()).hasSize(1);
        jobs.world.advance(Duration.ofSeconds(2));
        jobs.end(jobs.active().getFirst(), 0);
        assertThat(jobs.active()).hasSize(2);
    }

    @Test
    void countsARunningPodThatIsDeletedAtOnceAndReplacesItLater() {
        jobs.job("");
        StoredObject pod = jobs.pods().getFirst();
        jobs.delete(pod);
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(1);
        assertThat(jobs.status().path("terminating").asInt()).isEqualTo(1);
        assertThat(JobWorld.isHeld(jobs.world.get(Pods.RESOURCE, pod.key().toString())))
                .isFalse();
        jobs.nodes.converge();
        assertThat(jobs.pods()).isEmpty();
        jobs.pass(Duration.ofSeconds(9));
        assertThat(jobs.pods()).isEmpty();
        jobs.pass(Duration.ofSeconds(1));
        assertThat(jobs.active()).hasSize(1);
    }

    @Test
    void withReplacementOfFailedOnlyADeletedPodCountsWhenItHasEnded() {
        jobs.job("\"podReplacementPolicy\":\"Failed\"");
        StoredObject pod = jobs.pods().getFirst();
        jobs.delete(pod);
        assertThat(jobs.status().has("failed")).isFalse();
        assertThat(jobs.status().path("terminating").asInt()).isEqualTo(1);
        assertThat(jobs.active()).isEmpty();
        jobs.end(jobs.pods().getFirst(), 143);
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(1);
        assertThat(jobs.status().path("terminating").asInt()).isZero();
    }

    @Test
    void endsWhenTooManyPodsFailAndCountsThoseThatStillRun() {
        jobs.job("\"backoffLimit\":0,\"parallelism\":3,\"completions\":3");
        jobs.seen();
        fail();
        List<ObjectNode> seen = jobs.seen();
        assertThat(JobWorld.conditions(seen.getFirst())).containsExactly("FailureTarget=True " + EXCEEDED);
        assertThat(seen.getLast().path("failed").asInt()).isEqualTo(3);
        assertThat(seen.getLast().path("terminating").asInt()).isEqualTo(2);
        assertThat(JobWorld.conditions(jobs.status())).hasSize(1);
        jobs.nodes.converge();
        assertThat(JobWorld.conditions(jobs.status()))
                .containsExactly("FailureTarget=True " + EXCEEDED, "Failed=True " + EXCEEDED);
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(3);
        assertThat(jobs.status().has("completionTime")).isFalse();
        assertThat(jobs.events()).contains("Warning " + EXCEEDED);
        assertThat(jobs.world.restless()).isEmpty();
    }

    @Test
    void endsAtItsDeadline() {
        jobs.job("\"activeDeadlineSeconds\":30");
        assertThat(jobs.world.nextRevisit()).isEqualTo(jobs.world.now().plusSeconds(30));
        jobs.pass(Duration.ofSeconds(30));
        assertThat(JobWorld.conditions(jobs.status()))
                .containsExactly(
                        "FailureTarget=True DeadlineExceeded: Job was active longer than specified deadline",
                        "Failed=True DeadlineExceeded: Job was active longer than specified deadline");
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(1);
        assertThat(jobs.pods()).isEmpty();
    }

    @Test
    void endsAtTheFirstRestartOfALimitOfOne() {
        jobs.job("\"backoffLimit\":1", "OnFailure");
        jobs.world.edit(
                Pods.RESOURCE,
                jobs.pods().getFirst().key().toString(),
                json -> Draft.object(json, "status")
                        .putArray("containerStatuses")
                        .addObject()
                        .put("name", "main")
                        .put("restartCount", 1));
        jobs.nodes.converge();
        assertThat(JobWorld.conditions(jobs.status())).contains("Failed=True " + EXCEEDED);
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(1);
    }

    private static String policy(String... rules) {
        return "\"podFailurePolicy\":{\"rules\":[" + String.join(",", rules) + "]}";
    }

    private static String onExit(String action, int code) {
        return "{\"action\":\"%s\",\"onExitCodes\":{\"operator\":\"In\",\"values\":[%d]}}".formatted(action, code);
    }

    @Test
    void failsAsAWholeByTheFirstRuleThatMatches() {
        jobs.job(policy(
                onExit("Ignore", 7), "{\"action\":\"FailJob\",\"onExitCodes\":{\"operator\":\"In\",\"values\":[42]}}"));
        String pod = jobs.pods().getFirst().key().name();
        jobs.end(jobs.pods().getFirst(), 42);
        assertThat(JobWorld.conditions(jobs.status()))
                .contains("Failed=True PodFailurePolicy: Container main for pod default/" + pod
                        + " failed with exit code 42 matching FailJob rule at index 1");
    }

    @Test
    void anIgnoredFailureDoesNotCountButIsReplacedAfterThePauseAllTheSame() {
        jobs.job("\"backoffLimit\":0," + policy("""
                {"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget","status":"True"}]}"""));
        jobs.world.edit(
                Pods.RESOURCE,
                jobs.pods().getFirst().key().toString(),
                json -> Draft.object(json, "status")
                        .put("phase", "Failed")
                        .putArray("conditions")
                        .addObject()
                        .put("type", "DisruptionTarget")
                        .put("status", "True"));
        jobs.world.settle();
        assertThat(jobs.status().has("failed")).isFalse();
        assertThat(jobs.pods()).noneMatch(JobWorld::isHeld);
        assertThat(jobs.active()).isEmpty();
        jobs.pass(Duration.ofSeconds(10));
        assertThat(jobs.active()).hasSize(1);
    }

    @Test
    void triesAnIndexAgainAndTellsNothingWhileItWaits() {
        jobs.job(INDEXED + ",\"backoffLimitPerIndex\":1");
        assertThat(jobs.status().path("failedIndexes").asString("none")).isEmpty();
        assertThat(failureCount(jobs.pod(1))).isEqualTo("0");
        jobs.seen();
        StoredObject failed = jobs.pod(1);
        jobs.end(failed, 1);
        assertThat(jobs.seen()).isEmpty();
        assertThat(JobWorld.isHeld(jobs.world.get(Pods.RESOURCE, failed.key().toString())))
                .isTrue();
        jobs.pass(Duration.ofSeconds(10));
        assertThat(failureCount(jobs.pod(1))).isEqualTo("1");
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(1);
        jobs.end(jobs.pod(1), 1);
        assertThat(jobs.status().path("failedIndexes").asString()).isEqualTo("1");
        jobs.end(jobs.pod(0), 0);
        jobs.end(jobs.pod(2), 0);
        assertThat(JobWorld.conditions(jobs.status()))
                .containsExactly(
                        "FailureTarget=True FailedIndexes: Job has failed indexes",
                        "Failed=True FailedIndexes: Job has failed indexes");
        assertThat(jobs.status().path("completedIndexes").asString()).isEqualTo("0,2");
    }

    private static String failureCount(StoredObject pod) {
        return Json.parse(pod.json())
                .at("/metadata/annotations/batch.kubernetes.io~1job-index-failure-count")
                .asString();
    }

    @Test
    void endsAtOnceWhenTooManyIndexesFail() {
        jobs.job(INDEXED + ",\"backoffLimitPerIndex\":0,\"maxFailedIndexes\":0");
        jobs.end(jobs.pod(1), 1);
        jobs.nodes.converge();
        assertThat(JobWorld.conditions(jobs.status()).getLast())
                .isEqualTo("Failed=True MaxFailedIndexesExceeded: "
                        + "Job has exceeded the specified maximal number of failed indexes");
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(3);
    }

    @Test
    void aFailIndexRuleGivesAnIndexUpWhateverItsLimit() {
        jobs.job(INDEXED + ",\"backoffLimitPerIndex\":5," + policy(onExit("FailIndex", 3)));
        jobs.end(jobs.pod(2), 3);
        assertThat(jobs.status().path("failedIndexes").asString()).isEqualTo("2");
    }

    @Test
    void enoughSuccessesEndTheRestUncounted() {
        jobs.job(INDEXED + ",\"successPolicy\":{\"rules\":[{\"succeededIndexes\":\"0\"},{\"succeededCount\":1}]}");
        jobs.end(jobs.pod(1), 0);
        assertThat(JobWorld.conditions(jobs.status()))
                .containsExactly("SuccessCriteriaMet=True SuccessPolicy: Matched rules at index 1");
        jobs.nodes.converge();
        assertThat(JobWorld.conditions(jobs.status()).getLast())
                .isEqualTo("Complete=True SuccessPolicy: Matched rules at index 1");
        assertThat(jobs.status().path("succeeded").asInt()).isEqualTo(1);
        assertThat(jobs.status().has("failed")).isFalse();
        assertThat(jobs.pods()).hasSize(1);
    }
}
