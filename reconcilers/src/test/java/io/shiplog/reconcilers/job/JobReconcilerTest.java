package io.shiplog.reconcilers.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.Jobs;
import io.shiplog.resources.write.Draft;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a watch shows of a Job and its pods, as kube-controller-manager v1.34.2 was seen to write it. */
class JobReconcilerTest {
    private final JobWorld jobs = new JobWorld();

    @Test
    void writesOneStatusWhenItBegins() {
        jobs.world.create(Jobs.RESOURCE, io.shiplog.reconcilers.world.JobManifests.job("\"parallelism\":2"));
        jobs.seen();
        jobs.world.settle();
        assertThat(jobs.seen())
                .singleElement()
                .hasToString("{\"startTime\":\"2026-01-01T00:00:00Z\",\"active\":2,\"ready\":0,\"terminating\":0,"
                        + "\"uncountedTerminatedPods\":{}}");
        assertThat(jobs.pods()).hasSize(2).allMatch(JobWorld::isHeld);
        assertThat(jobs.world.restless()).isEmpty();
    }

    @Test
    void marksItsPodsAsItsOwn() {
        jobs.job("");
        StoredObject job = jobs.world.get(Jobs.RESOURCE, JobWorld.JOB);
        StoredObject pod = jobs.pods().getFirst();
        assertThat(pod.key().name()).startsWith("j-");
        assertThat(pod.facts().labels())
                .containsEntry("batch.kubernetes.io/controller-uid", job.uid())
                .containsEntry("controller-uid", job.uid())
                .containsEntry("batch.kubernetes.io/job-name", "j")
                .containsEntry("job-name", "j");
        assertThat(pod.facts().controller()).isNotNull();
        assertThat(jobs.events())
                .containsExactly(
                        "Normal SuccessfulCreate: Created pod: " + pod.key().name());
    }

    @Test
    void notesASuccessBeforeItCountsIt() {
        jobs.job("");
        jobs.seen();
        StoredObject pod = jobs.pods().getFirst();
        jobs.end(pod, 0);
        List<ObjectNode> seen = jobs.seen();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).has("active")).isFalse();
        assertThat(seen.get(0).has("succeeded")).isFalse();
        assertThat(seen.get(0).path("uncountedTerminatedPods")).hasToString("{\"succeeded\":[\"" + pod.uid() + "\"]}");
        assertThat(JobWorld.conditions(seen.get(0)))
                .containsExactly(
                        "SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods");
        assertThat(seen.get(1).path("succeeded").asInt()).isEqualTo(1);
        assertThat(seen.get(1).path("uncountedTerminatedPods")).hasToString("{}");
        assertThat(seen.get(1).has("completionTime")).isTrue();
        assertThat(JobWorld.conditions(seen.get(1)))
                .containsExactly(
                        "SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods",
                        "Complete=True CompletionsReached: Reached expected number of succeeded pods");
        assertThat(jobs.events()).contains("Normal Completed: Job completed");
        assertThat(jobs.pods()).noneMatch(JobWorld::isHeld);
        assertThat(jobs.world.restless()).isEmpty();
    }

    @Test
    void aJobThatWantsNothingIsDoneAtOnce() {
        jobs.job("\"completions\":0,\"parallelism\":1");
        assertThat(jobs.pods()).isEmpty();
        assertThat(JobWorld.conditions(jobs.status())).hasSize(2);
    }

    @Test
    void runsNoMoreAtOnceThanAreMissing() {
        jobs.job("\"completions\":5,\"parallelism\":2");
        for (int done = 0; done < 5; done++) {
            assertThat(jobs.active()).hasSize(Math.min(2, 5 - done));
            jobs.end(jobs.active().getFirst(), 0);
            jobs.nodes.converge();
        }
        assertThat(jobs.status().path("succeeded").asInt()).isEqualTo(5);
        assertThat(JobWorld.conditions(jobs.status())).hasSize(2);
    }

    @Test
    void startsNothingMoreOnceOneWorkerOfAQueueHasSucceeded() {
        jobs.job("\"parallelism\":3");
        jobs.end(jobs.active().getFirst(), 0);
        jobs.end(jobs.active().getFirst(), 1);
        jobs.nodes.converge();
        assertThat(jobs.active()).hasSize(1);
        assertThat(JobWorld.conditions(jobs.status())).isEmpty();
        jobs.end(jobs.active().getFirst(), 0);
        assertThat(JobWorld.conditions(jobs.status())).hasSize(2);
        assertThat(jobs.status().path("succeeded").asInt()).isEqualTo(2);
        assertThat(jobs.status().path("failed").asInt()).isEqualTo(1);
    }

    @Test
    void givesEachPodOfAnIndexedJobItsIndex() {
        jobs.job("\"completions\":3,\"parallelism\":2,\"completionMode\":\"Indexed\"");
        ObjectNode pod = Json.parse(jobs.pod(1).json());
        assertThat(pod.at("/metadata/generateName").asString()).isEqualTo("j-1-");
        assertThat(pod.at("/metadata/labels/batch.kubernetes.io~1job-completion-index")
                        .asString())
                .isEqualTo("1");
        assertThat(pod.at("/metadata/annotations/batch.kubernetes.io~1job-completion-index")
                        .asString())
                .isEqualTo("1");
        assertThat(pod.at("/spec/hostname").asString()).isEqualTo("j-1");
        assertThat(pod.at("/spec/containers/0/env"))
                .hasToString("[{\"name\":\"JOB_COMPLETION_INDEX\",\"valueFrom\":{\"fieldRef\":{\"apiVersion\":\"v1\","
                        + "\"fieldPath\":\"metadata.labels['batch.kubernetes.io/job-completion-index']\"}}}]");
    }

    @Test
    void countsAnIndexInOneWriteAndCompletesInTheNext() {
        jobs.job("\"completions\":2,\"parallelism\":2,\"completionMode\":\"Indexed\"");
        jobs.end(jobs.pod(1), 0);
        assertThat(jobs.status().path("completedIndexes").asString()).isEqualTo("1");
        jobs.seen();
        jobs.end(jobs.pod(0), 0);
        List<ObjectNode> seen = jobs.seen();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).path("succeeded").asInt()).isEqualTo(2);
        assertThat(seen.get(0).path("completedIndexes").asString()).isEqualTo("0,1");
        assertThat(seen.get(0).path("uncountedTerminatedPods")).hasToString("{}");
        assertThat(JobWorld.conditions(seen.get(0))).hasSize(1);
        assertThat(JobWorld.conditions(seen.get(1))).hasSize(2);
    }

    @Test
    void deletesTheYoungerOfTwoPodsOfOneIndexUncounted() {
        jobs.job("\"completions\":2,\"parallelism\":2,\"completionMode\":\"Indexed\"");
        StoredObject first = jobs.pod(0);
        ObjectNode twin = Json.parse(first.json());
        Draft.object(twin, "metadata").put("name", "j-0-twin").remove("resourceVersion");
        Draft.object(twin, "spec").remove("nodeName");
        twin.remove("status");
        jobs.world.create(Pods.RESOURCE, twin);
        jobs.nodes.converge();
        assertThat(jobs.pods()).hasSize(2);
        assertThat(jobs.world.find(Pods.RESOURCE, "default/j-0-twin")).isNull();
        assertThat(jobs.status().has("failed")).isFalse();
    }

    @Test
    void lowersParallelismByPodsThatCountForNothing() {
        jobs.job("\"completions\":8,\"parallelism\":4");
        jobs.nodes.ready(jobs.pods().get(2).key().toString(), false);
        StoredObject unready = jobs.pods().get(2);
        jobs.edit(spec -> spec.put("parallelism", 3));
        StoredObject going = jobs.world.get(Pods.RESOURCE, unready.key().toString());
        assertThat(going.facts().deleting()).isTrue();
        assertThat(JobWorld.isHeld(going)).isFalse();
        assertThat(jobs.status().path("terminating").asInt()).isEqualTo(1);
        assertThat(jobs.status().path("active").asInt()).isEqualTo(3);
        jobs.nodes.converge();
        assertThat(jobs.status().has("failed")).isFalse();
        assertThat(jobs.status().path("terminating").asInt()).isZero();
        assertThat(jobs.events())
                .contains(
                        "Normal SuccessfulDelete: Deleted pod: " + unready.key().name());
    }

    @Test
    void suspendsAndResumes() {
        jobs.job("\"completions\":4,\"parallelism\":2");
        jobs.edit(spec -> spec.put("suspend", true));
        assertThat(JobWorld.conditions(jobs.status())).containsExactly("Suspended=True JobSuspended: Job suspended");
        assertThat(jobs.status().path("terminating").asInt()).isEqualTo(2);
        assertThat(jobs.status().path("startTime").asString()).isEqualTo("2026-01-01T00:00:00Z");
        jobs.pass(java.time.Duration.ofSeconds(40));
        assertThat(jobs.pods()).isEmpty();
        assertThat(jobs.status().has("failed")).isFalse();
        jobs.edit(spec -> spec.put("suspend", false));
        assertThat(JobWorld.conditions(jobs.status())).containsExactly("Suspended=False JobResumed: Job resumed");
        assertThat(jobs.status().path("startTime").asString()).isEqualTo("2026-01-01T00:00:40Z");
        assertThat(jobs.active()).hasSize(2);
        assertThat(jobs.events()).contains("Normal Suspended: Job suspended", "Normal Resumed: Job resumed");
    }

    @Test
    void aJobThatIsBornSuspendedHasNotStarted() {
        jobs.job("\"suspend\":true");
        assertThat(jobs.pods()).isEmpty();
        assertThat(jobs.status().has("startTime")).isFalse();
    }

    @Test
    void leavesAJobAloneThatAnotherControllerManages() {
        jobs.job("\"managedBy\":\"example.com/queue\"");
        assertThat(jobs.pods()).isEmpty();
        assertThat(jobs.status()).isEmpty();
    }

    @Test
    void adoptsAPodThatAManualSelectorFindsAndHoldsIt() {
        jobs.world.create(Pods.RESOURCE, Manifests.pod("lonely", "batch"));
        jobs.job("\"manualSelector\":true,\"selector\":{\"matchLabels\":{\"app\":\"batch\"}}");
        StoredObject adopted = jobs.world.get(Pods.RESOURCE, "default/lonely");
        assertThat(adopted.facts().controller()).isNotNull();
        assertThat(JobWorld.isHeld(adopted)).isTrue();
        assertThat(jobs.pods()).hasSize(1);
        assertThat(jobs.status().path("active").asInt()).isEqualTo(1);
    }

    @Test
    void releasesAPodWhoseLabelsChangeAndReplacesItAtOnce() {
        jobs.job("");
        StoredObject pod = jobs.pods().getFirst();
        jobs.world.edit(
                Pods.RESOURCE,
                pod.key().toString(),
                json -> Draft.object(Draft.object(json, "metadata"), "labels")
                        .put("batch.kubernetes.io/controller-uid", "other"));
        jobs.nodes.converge();
        StoredObject released = jobs.world.get(Pods.RESOURCE, pod.key().toString());
        assertThat(released.facts().controller()).isNull();
        assertThat(JobWorld.isHeld(released)).isFalse();
        assertThat(jobs.pods()).hasSize(2);
        assertThat(jobs.status().has("failed")).isFalse();
    }

    @Test
    void letsGoThePodsOfAJobThatIsGone() {
        jobs.job("\"parallelism\":2");
        StoredObject job = jobs.world.get(Jobs.RESOURCE, JobWorld.JOB);
        jobs.world.propose(List.of(io.shiplog.objects.Write.delete(job)));
        jobs.world.settle();
        assertThat(jobs.pods()).hasSize(2).noneMatch(JobWorld::isHeld);
    }
}
