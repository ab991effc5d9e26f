package io.shiplog.reconcilers.cronjob;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.ttl.TtlAfterFinishedReconciler;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.workload.Jobs;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a CronJob makes of the time, as kube-controller-manager v1.34.2 was seen to. It is made at midnight, UTC. */
class CronJobReconcilerTest {
    private static final String CRON = "default/c";

    private final World world = new World(1, new CronJobReconciler(), new TtlAfterFinishedReconciler());

    private void cron(String spec) {
        world.create(Jobs.CRON_RESOURCE, Manifests.parse("""
                {"kind":"CronJob","apiVersion":"batch/v1","metadata":{"name":"c","namespace":"default"},
                 "spec":{%s,"jobTemplate":{"metadata":{"labels":{"from":"cron"}},"spec":{"template":{"spec":{
                  "restartPolicy":"Never","containers":[{"name":"main","image":"work:1"}]}}}}}}""".formatted(spec)));
        world.settle();
    }

    private void pass(Duration time) {
        world.advance(time);
        world.settle();
    }

    private void edit(Consumer<ObjectNode> spec) {
        world.edit(Jobs.CRON_RESOURCE, CRON, json -> spec.accept(Draft.object(json, "spec")));
        world.settle();
    }

    private void end(String job, String condition) {
        world.edit(Jobs.RESOURCE, job, json -> {
            ObjectNode status = Draft.object(json, "status");
            status.put("startTime", Times.text(world.now()));
            if (condition.equals("Complete")) {
                status.put("completionTime", Times.text(world.now()));
            }
            status.putArray("conditions")
                    .addObject()
                    .put("type", condition)
                    .put("status", "True")
                    .put("lastTransitionTime", Times.text(world.now()));
        });
        world.settle();
    }

    private ObjectNode status() {
        return (ObjectNode) world.json(Jobs.CRON_RESOURCE, CRON).path("status");
    }

    private List<String> active() {
        return status().path("active")
                .valueStream()
                .map(job -> job.path("name").asString(""))
                .toList();
    }

    private List<String> jobs() {
        return world.list(Jobs.RESOURCE).stream().map(job -> job.key().name()).toList();
    }

    private List<String> events() {
        return world.list(Events.RESOURCE).stream()
                .map(event -> Json.parse(event.json()))
                .map(event -> event.path("type").asString("") + " "
                        + event.path("reason").asString("") + ": "
                        + event.path("message").asString(""))
                .toList();
    }

    /** The name of the Job that is due so many minutes after midnight. */
    private static String name(int minute) {
        return "c-" + (29453760 + minute);
    }

    @Test
    void startsAJobWhenItIsDueAndIsWokenForNothingElse() {
        cron("\"schedule\":\"*/5 * * * *\"");
        assertThat(jobs()).isEmpty();
        assertThat(world.nextRevisit()).isEqualTo(world.now().plus(Duration.ofMinutes(5)));
        pass(Duration.ofMinutes(5));
        assertThat(jobs()).containsExactly(name(5));
        assertThat(active()).containsExactly(name(5));
        assertThat(status().path("lastScheduleTime").asString()).isEqualTo("2026-01-01T00:05:00Z");
        ObjectNode job = world.json(Jobs.RESOURCE, "default/" + name(5));
        assertThat(job.at("/metadata/labels/from").asString()).isEqualTo("cron");
        assertThat(job.at("/metadata/annotations/batch.kubernetes.io~1cronjob-scheduled-timestamp")
                        .asString())
                .isEqualTo("2026-01-01T00:05:00Z");
        assertThat(job.at("/metadata/ownerReferences/0/kind").asString()).isEqualTo("CronJob");
        assertThat(events()).containsExactly("Normal SuccessfulCreate: Created job " + name(5));
        assertThat(world.nextRevisit()).isEqualTo(world.now().plus(Duration.ofMinutes(5)));
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void readsTheClockOfItsZone() {
        cron("\"schedule\":\"0 14 * * *\",\"timeZone\":\"Asia/Kolkata\"");
        pass(Duration.ofMinutes(8 * 60 + 30));
        assertThat(world.json(Jobs.RESOURCE, "default/" + name(8 * 60 + 30))
                        .at("/metadata/annotations/batch.kubernetes.io~1cronjob-scheduled-timestamp")
                        .asString())
                .isEqualTo("2026-01-01T14:00:00+05:30");
    }

    @Test
    void tellsOfAJobThatHasEnded() {
        cron("\"schedule\":\"*/5 * * * *\"");
        pass(Duration.ofMinutes(5));
        end("default/" + name(5), "Complete");
        assertThat(active()).isEmpty();
        assertThat(status().path("lastSuccessfulTime").asString()).isEqualTo("2026-01-01T00:05:00Z");
        assertThat(events())
                .contains("Normal SawCompletedJob: Saw completed job: " + name(5) + ", condition: Complete");
    }

    @Test
    void tellsOfAnActiveJobThatIsGone() {
        cron("\"schedule\":\"*/5 * * * *\"");
        pass(Duration.ofMinutes(5));
        StoredObject job = world.get(Jobs.RESOURCE, "default/" + name(5));
        world.propose(List.of(io.shiplog.objects.Write.delete(job)));
        world.settle();
        assertThat(active()).isEmpty();
        assertThat(events()).contains("Normal MissingJob: Active job went missing: " + name(5));
        assertThat(jobs()).isEmpty();
    }

    @Test
    void tellsOfAJobThatItDoesNotRemember() {
        cron("\"schedule\":\"*/5 * * * *\"");
        pass(Duration.ofMinutes(5));
        world.edit(
                Jobs.CRON_RESOURCE, CRON, json -> Draft.object(json, "status").remove("active"));
        world.settle();
        assertThat(events())
                .contains("Warning UnexpectedJob: Saw a job that the controller did not create or forgot: " + name(5));
    }

    @Test
    void runsTheNewestMissedTimeOnlyWhenItIsNoLongerSuspended() {
        cron("\"schedule\":\"* * * * *\",\"suspend\":true");
        assertThat(world.nextRevisit()).isNull();
        pass(Duration.ofSeconds(90 * 60 + 20));
        edit(spec -> spec.put("suspend", false));
        assertThat(jobs()).containsExactly(name(90));
        assertThat(status().path("lastScheduleTime").asString()).isEqualTo("2026-01-01T01:30:00Z");
        assertThat(events()).noneMatch(event -> event.contains("TooManyMissedTimes"));
    }

    @Test
    void warnsOfMoreThanAHundredMissedTimesUnlessADeadlineBoundsThem() {
        cron("\"schedule\":\"* * * * *\",\"suspend\":true");
        pass(Duration.ofMinutes(200));
        edit(spec -> spec.put("startingDeadlineSeconds", 120).put("suspend", false));
        assertThat(jobs()).containsExactly(name(200));
        assertThat(events()).noneMatch(event -> event.contains("TooManyMissedTimes"));
        edit(spec -> spec.put("suspend", true));
        pass(Duration.ofMinutes(200));
        edit(spec -> spec.put("suspend", false).remove("startingDeadlineSeconds"));
        assertThat(jobs()).containsExactly(name(200), name(400));
        assertThat(events())
                .contains("Warning TooManyMissedTimes: too many missed start times. Set or decrease"
                        + " .spec.startingDeadlineSeconds or check clock skew");
    }

    @Test
    void startsNothingThatIsTooLate() {
        cron("\"schedule\":\"0 * * * *\",\"startingDeadlineSeconds\":30,\"suspend\":true");
        pass(Duration.ofMinutes(61));
        edit(spec -> spec.put("suspend", false));
        assertThat(jobs()).isEmpty();
        assertThat(events()).isEmpty();
    }

    @Test
    void aForbiddenSecondJobStartsWhenTheFirstHasEnded() {
        cron("\"schedule\":\"*/5 * * * *\",\"concurrencyPolicy\":\"Forbid\"");
        pass(Duration.ofMinutes(5));
        pass(Duration.ofMinutes(5));
        assertThat(jobs()).containsExactly(name(5));
        assertThat(events())
                .contains("Normal JobAlreadyActive: Not starting job because prior execution is running and"
                        + " concurrency policy is Forbid");
        pass(Duration.ofMinutes(7));
        end("default/" + name(5), "Complete");
        assertThat(active()).containsExactly(name(15));
    }

    @Test
    void aReplacedJobGoesAndTheNewOneComes() {
        cron("\"schedule\":\"*/5 * * * *\",\"concurrencyPolicy\":\"Replace\"");
        pass(Duration.ofMinutes(5));
        pass(Duration.ofMinutes(5));
        assertThat(jobs()).containsExactly(name(10));
        assertThat(active()).containsExactly(name(10));
        assertThat(events()).contains("Normal SuccessfulDelete: Deleted job " + name(5));
    }

    @Test
    void allowedJobsRunBesideOneAnother() {
        cron("\"schedule\":\"*/5 * * * *\"");
        pass(Duration.ofMinutes(5));
        pass(Duration.ofMinutes(5));
        assertThat(active()).containsExactly(name(5), name(10));
    }

    @Test
    void keepsAsManyEndedJobsAsItsHistoryMayHold() {
        cron("\"schedule\":\"*/5 * * * *\",\"successfulJobsHistoryLimit\":2,\"failedJobsHistoryLimit\":0");
        for (int minute = 5; minute <= 20; minute += 5) {
            pass(Duration.ofMinutes(5));
            end("default/" + name(minute), "Complete");
        }
        assertThat(jobs()).containsExactly(name(15), name(20));
        pass(Duration.ofMinutes(5));
        end("default/" + name(25), "Failed");
        assertThat(jobs()).containsExactly(name(15), name(20));
    }

    @Test
    void warnsOfADayThatNeverComes() {
        cron("\"schedule\":\"0 0 31 2 *\"");
        assertThat(events())
                .containsExactly("Warning InvalidSchedule: invalid schedule: 0 0 31 2 * : time difference between two"
                        + " schedules is less than 1 second");
    }

    @Test
    void aJobOfSomebodyElseInItsPlaceIsToldOfAndTheNextOneComes() {
        cron("\"schedule\":\"*/5 * * * *\"");
        ObjectNode foreign = io.shiplog.reconcilers.world.JobManifests.job(name(5), "", "Never");
        world.create(Jobs.RESOURCE, foreign);
        pass(Duration.ofMinutes(5));
        assertThat(events())
                .containsExactly(
                        "Warning FailedCreate: Error creating job: jobs.batch \"" + name(5) + "\" already exists");
        assertThat(active()).isEmpty();
        pass(Duration.ofMinutes(5));
        assertThat(active()).containsExactly(name(10));
    }

    @Test
    void aJobThatHasEndedGoesWhenItsTimeToLiveIsOver() {
        world.create(
                Jobs.RESOURCE,
                io.shiplog.reconcilers.world.JobManifests.job("j", "\"ttlSecondsAfterFinished\":60", "Never"));
        pass(Duration.ofMinutes(10));
        end("default/j", "Failed");
        assertThat(world.nextRevisit()).isEqualTo(world.now().plusSeconds(60));
        pass(Duration.ofSeconds(60));
        // It waits for its pods.
        assertThat(world.get(Jobs.RESOURCE, "default/j").facts().finalizers()).containsExactly("foregroundDeletion");
    }
}
