package io.shiplog.reconcilers.job;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.job.JobConditions.Ending;
import io.shiplog.reconcilers.job.JobPodCreation.Made;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.reconcilers.objects.NamespacePhase;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One reconcile of one Job that goes on. Upstream writes the status, takes finalizers off and writes the status again;
 * here the finalizers of what the status has noted go in the same proposal as the status that counts them. Mutable; one
 * reconcile owns it.
 */
final class JobSync {
    private final View view;
    private final StoredObject job;
    private final JobSpec spec;
    private final JobPods pods;
    private final ReconcileContext moment;
    private final Draft draft;
    private final ObjectNode status;
    private final EventWrite.Source source;
    private final List<PlannedWrite> events = new ArrayList<>();

    JobSync(View view, StoredObject job, JobPods pods, ReconcileContext moment) {
        this.view = view;
        this.job = job;
        this.spec = pods.spec();
        this.pods = pods;
        this.moment = moment;
        this.draft = Draft.of(job);
        this.status = draft.status();
        this.source = new EventWrite.Source("job-controller", job, "batch/v1", "Job");
    }

    Plan plan() {
        var ledger = new JobLedger(spec, status);
        JobCounts counts = JobCounts.of(pods, ledger);
        boolean wasDecided = JobConditions.decided(status) != null;
        if (!spec.amount().suspended() && !status.has("startTime")) {
            status.put("startTime", Times.text(moment.now()));
        }
        Ending ending = JobVerdict.of(pods, counts, status, moment.now());
        Map<Integer, JobPod> waiting =
                ending == null ? pods.waiting(counts.succeededIndexes().with(counts.failedIndexes())) : Map.of();
        JobScaling scaling = ending == null ? scaling(ledger, counts, waiting) : ended();
        var changes = new JobPodChanges(job.facts().deleting(), pods, ledger, waiting);
        changes.delete(scaling.surplus(), ending == null);
        Made made = scaling.made();
        int active = pods.active().size() - changes.deleted().size();
        int all = active + made.pods().size();
        if (ending == null) {
            ending = completed(counts, all);
            if (ending == null && !job.facts().deleting()) {
                tellSuspension();
            }
        }
        changes.track(ending);
        if (changes.isEarly()) {
            return Plan.EMPTY;
        }
        ledger.fail(counts.failedIndexes());
        ledger.countAllBut(changes.held());
        List<PlannedWrite> podWrites = changes.writes(moment.now());
        if (ending == null && !job.facts().deleting()) {
            JobBackoff.remember(view, draft, changes.lost());
        }
        int terminating = pods.terminating() + changes.staying();
        counted(all, terminating, waitingStill(waiting, made));
        ledger.write(status);
        if (ending != null) {
            JobConditions.aboutTo(status, ending, moment.now());
            if (wasDecided && all == 0 && terminating == 0 && changes.held().isEmpty() && ledger.noted() == 0) {
                JobConditions.ended(status, ending, moment.now());
                tellEnd(ending);
            }
        }
        return planned(made, changes, podWrites, revisit(ending, scaling));
    }

    private JobScaling scaling(JobLedger ledger, JobCounts counts, Map<Integer, JobPod> waiting) {
        if (job.facts().deleting()) {
            return new JobScaling(List.of(), Made.NONE, null);
        }
        boolean closed = NamespacePhase.isTerminating(view, job.key().namespace());
        int most = closed ? 0 : JobPodChanges.creationChunk(job);
        int first = ledger.succeeded() + ledger.failed() + pods.all().size();
        var creation =
                new JobPodCreation(view, job, spec, draft.json().path("spec").path("template"), first, moment);
        return JobScaling.of(pods, counts, waiting, most, creation, () -> JobBackoff.until(view, job, pods));
    }

    /** All that still runs has to go. */
    private JobScaling ended() {
        return new JobScaling(pods.active(), Made.NONE, null);
    }

    private @Nullable Ending completed(JobCounts counts, int active) {
        boolean enough =
                spec.amount().completions() == null ? counts.succeeded() > 0 : counts.succeeded() >= spec.completions();
        return enough && active == 0
                ? Ending.success("CompletionsReached", "Reached expected number of succeeded pods")
                : null;
    }

    private void tellSuspension() {
        boolean suspended = spec.amount().suspended();
        if (JobConditions.suspended(status, suspended, moment.now())) {
            if (!suspended) {
                status.put("startTime", Times.text(moment.now()));
            }
            String told = suspended ? "Suspended" : "Resumed";
            events.add(EventWrite.normal(source, told, suspended ? "Job suspended" : "Job resumed", version(), moment));
        }
    }

    /** How many of the pods that have failed are kept until their index is tried again. */
    private static int waitingStill(Map<Integer, JobPod> waiting, Made made) {
        var left = new HashMap<>(waiting);
        for (NewObject pod : made.pods()) {
            left.remove(JobPodCreation.index(pod));
        }
        return left.size();
    }

    /**
     * Writes what runs. A failed pod whose index waits to be tried again is not news yet: it is counted as it was.
     *
     * @param waiting how many such pods there are
     */
    private void counted(int active, int terminating, int waiting) {
        int ready = (int) pods.active().stream().filter(JobPod::isReady).count();
        Draft.putUnlessZero(status, "active", active + waiting);
        status.put("ready", Math.clamp(status.path("ready").asInt(0), ready, ready + waiting));
        status.put("terminating", terminating);
    }

    private void tellEnd(Ending ending) {
        events.add(
                ending.success()
                        ? EventWrite.normal(source, "Completed", "Job completed", job.uid(), moment)
                        : EventWrite.warning(source, ending.reason(), ending.message(), job.uid(), moment));
    }

    private @Nullable Instant revisit(@Nullable Ending ending, JobScaling scaling) {
        return ending != null ? null : Times.earlier(scaling.again(), JobVerdict.deadline(spec, status));
    }

    private String version() {
        return Long.toString(job.resourceVersion());
    }

    private Plan planned(Made made, JobPodChanges changes, List<PlannedWrite> podWrites, @Nullable Instant revisit) {
        var writes = new ArrayList<PlannedWrite>();
        int known = status.path("succeeded").asInt(0)
                + status.path("failed").asInt(0)
                + pods.all().size();
        for (NewObject pod : made.pods()) {
            writes.add(pod.write());
            // The status tells of more; upstream's correlator keeps as few events of one reason.
            if (known++ < JobPodChanges.EVENTS) {
                events.add(EventWrite.normal(
                        source, "SuccessfulCreate", "Created pod: " + pod.key().name(), pod.uid(), moment));
            }
        }
        writes.addAll(podWrites);
        changes.deleted().stream()
                .limit(JobPodChanges.EVENTS)
                .forEach(pod -> events.add(EventWrite.normal(
                        source,
                        "SuccessfulDelete",
                        "Deleted pod: " + pod.stored().key().name(),
                        pod.uid(),
                        moment)));
        draft.write().ifPresent(writes::add);
        writes.addAll(events);
        String verb = !made.pods().isEmpty() ? "create" : changes.deleted().isEmpty() ? "update" : "delete";
        var steps = new ArrayList<Step>();
        if (!writes.isEmpty()) {
            steps.add(new Step(verb, writes));
        }
        if (made.refusal() != null) {
            EventWrite.failedCreate(view, source, made.refusal(), moment)
                    .ifPresent(write -> steps.add(new Step("create", List.of(write))));
        }
        return steps.isEmpty() && revisit == null ? Plan.EMPTY : new Plan(steps, revisit);
    }
}
