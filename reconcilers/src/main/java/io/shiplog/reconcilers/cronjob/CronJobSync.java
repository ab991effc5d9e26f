package io.shiplog.reconcilers.cronjob;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.cronjob.CronJobSpec.Timing;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.reconcilers.objects.NamespacePhase;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.cron.CronSchedule;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kinds.workload.Jobs;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One reconcile of one CronJob. Mutable; one reconcile owns it. */
final class CronJobSync {
    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ROOT);
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");
    private static final String SCHEDULED_TIMESTAMP = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    private final View view;
    private final StoredObject cronJob;
    private final CronJobSpec spec;
    private final List<OwnedJob> jobs;
    private final ReconcileContext moment;
    private final Draft draft;
    private final ObjectNode status;
    private final EventWrite.Source source;
    private final List<PlannedWrite> writes = new ArrayList<>();
    private final List<PlannedWrite> events = new ArrayList<>();

    CronJobSync(View view, StoredObject cronJob, ReconcileContext moment) {
        this.view = view;
        this.cronJob = cronJob;
        this.spec = CronJobSpec.of(cronJob);
        this.jobs = OwnedJob.of(view, cronJob);
        this.moment = moment;
        this.draft = Draft.of(cronJob);
        this.status = draft.status();
        this.source = new EventWrite.Source("cronjob-controller", cronJob, "batch/v1", "CronJob");
    }

    Plan plan() {
        takeStock();
        Timing timing = spec.timing();
        Instant next = null;
        if (!cronJob.facts().deleting()) {
            if (timing.fault() != null) {
                warn(timing.fault().reason(), timing.fault().message(), timing.text());
            } else if (timing.schedule() != null && !spec.suspended()) {
                start(timing.schedule());
                next = timing.next(moment.now());
            }
            clear("Complete", spec.history().succeeded());
            clear("Failed", spec.history().failed());
        }
        return planned(next);
    }

    /** Takes what has ended or is gone from the active Jobs, and remembers the last success. */
    private void takeStock() {
        Instant success = Times.parse(status.path("lastSuccessfulTime").asString(""));
        for (OwnedJob job : jobs) {
            boolean active = isActive(job.stored().uid());
            if (active && job.hasEnded()) {
                forget(job.stored().uid());
                tell(
                        "SawCompletedJob",
                        "Saw completed job: " + job.name() + ", condition: "
                                + job.end().condition(),
                        job.stored().uid());
            } else if (!active && !job.hasEnded()) {
                warn(
                        "UnexpectedJob",
                        "Saw a job that the controller did not create or forgot: " + job.name(),
                        job.stored().uid());
            }
            Instant completed =
                    job.end().condition().equals("Complete") ? job.end().completed() : null;
            if (completed != null && (success == null || completed.isAfter(success))) {
                success = completed;
                status.put("lastSuccessfulTime", Times.text(completed));
            }
        }
        for (JsonNode reference : active().deepCopy()) {
            String uid = reference.path("uid").asString("");
            if (jobs.stream().noneMatch(job -> job.stored().uid().equals(uid))) {
                forget(uid);
                tell(
                        "MissingJob",
                        "Active job went missing: " + reference.path("name").asString(""),
                        uid);
            }
        }
    }

    private void start(CronSchedule schedule) {
        Timing timing = spec.timing();
        Instant last = Times.parse(status.path("lastScheduleTime").asString(""));
        Instant since = last == null ? spec.created() : last;
        if (timing.deadlineSeconds() != null) {
            Instant window = moment.now().minusSeconds(timing.deadlineSeconds());
            since = window.isAfter(since) ? window : since;
        }
        switch (DueTime.of(schedule, timing.zone(), since, moment.now())) {
            case DueTime.None _ -> {}
            case DueTime.Never _ ->
                warn(
                        "InvalidSchedule",
                        "invalid schedule: " + timing.text()
                                + " : time difference between two schedules is less than 1 second",
                        timing.text());
            case DueTime.Missed(Instant time, boolean many) -> {
                if (many) {
                    warn(
                            "TooManyMissedTimes",
                            "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock"
                                    + " skew",
                            time.toString());
                }
                start(time, last);
            }
        }
    }

    private void start(Instant time, @Nullable Instant last) {
        Long deadline = spec.timing().deadlineSeconds();
        if (deadline != null && time.plusSeconds(deadline).isBefore(moment.now())) {
            warn(
                    "MissSchedule",
                    "Missed scheduled time to start a job: " + RFC_1123.format(time.atOffset(ZoneOffset.UTC)),
                    time.toString());
            return;
        }
        String name = cronJob.key().name() + "-" + time.getEpochSecond() / 60;
        boolean started = active().valueStream()
                .anyMatch(reference -> reference.path("name").asString("").equals(name));
        if (started
                || time.equals(last)
                || NamespacePhase.isTerminating(view, cronJob.key().namespace())) {
            return;
        }
        if (spec.concurrency().equals("Forbid") && !active().isEmpty()) {
            tell(
                    "JobAlreadyActive",
                    "Not starting job because prior execution is running and concurrency policy is Forbid",
                    time.toString());
            return;
        }
        if (spec.concurrency().equals("Replace")) {
            for (OwnedJob job : jobs) {
                if (isActive(job.stored().uid())) {
                    delete(job);
                }
            }
        }
        create(new ObjectKey(cronJob.key().namespace(), name), time);
    }

    private void create(ObjectKey key, Instant time) {
        String refusal = view.get(Jobs.RESOURCE, key) == null
                ? moment.refusal(new ObjectRef(Jobs.RESOURCE, key))
                : "jobs.batch \"" + key.name() + "\" already exists";
        if (refusal != null) {
            warn("FailedCreate", "Error creating job: " + refusal, key.name());
            return;
        }
        NewObject job = job(key, time);
        writes.add(job.write());
        Draft.list(status, "active")
                .addObject()
                .put("kind", "Job")
                .put("namespace", key.namespace())
                .put("name", key.name())
                .put("uid", job.uid())
                .put("apiVersion", "batch/v1");
        status.put("lastScheduleTime", Times.text(time));
        events.add(EventWrite.normal(source, "SuccessfulCreate", "Created job " + key.name(), job.uid(), moment));
    }

    private NewObject job(ObjectKey key, Instant time) {
        var job = new NewObject(Jobs.RESOURCE, "batch/v1", "Job", key, moment);
        JsonNode template = draft.json().path("spec").path("jobTemplate");
        for (String member : List.of("labels", "annotations")) {
            JsonNode from = template.path("metadata").path(member);
            if (!from.isEmpty()) {
                job.metadata().set(member, from.deepCopy());
            }
        }
        Draft.object(job.metadata(), "annotations")
                .put(
                        SCHEDULED_TIMESTAMP,
                        RFC_3339.format(time.atZone(spec.timing().zone())));
        job.controlledBy(new OwnerReference("batch/v1", "CronJob", cronJob.key().name(), cronJob.uid()));
        if (template.get("spec") instanceof ObjectNode jobSpec) {
            job.json().set("spec", jobSpec.deepCopy());
        }
        return job;
    }

    /** Deletes the oldest of the Jobs that ended so, beyond those that are kept. */
    private void clear(String condition, @Nullable Integer kept) {
        List<OwnedJob> ended = jobs.stream()
                .filter(job -> job.end().condition().equals(condition))
                .filter(job -> !job.stored().facts().deleting())
                .sorted(OwnedJob.OLDEST_FIRST)
                .toList();
        if (kept != null) {
            ended.subList(0, Math.max(0, ended.size() - kept)).forEach(this::delete);
        }
    }

    private void delete(OwnedJob job) {
        ControllerDeletion.of(Jobs.KIND.rules(), job.stored(), moment.now()).ifPresent(write -> {
            writes.add(write);
            tell("SuccessfulDelete", "Deleted job " + job.name(), job.stored().uid());
        });
        forget(job.stored().uid());
    }

    private ArrayNode active() {
        return status.get("active") instanceof ArrayNode references ? references : status.arrayNode();
    }

    private boolean isActive(String uid) {
        return active().valueStream()
                .anyMatch(reference -> reference.path("uid").asString("").equals(uid));
    }

    private void forget(String uid) {
        Draft.removeFrom(
                status,
                "active",
                reference -> reference.path("uid").asString("").equals(uid));
    }

    private void tell(String reason, String message, String cause) {
        once(EventWrite.normal(source, reason, message, cause, moment));
    }

    private void warn(String reason, String message, String cause) {
        once(EventWrite.warning(source, reason, message, cause, moment));
    }

    /** What has been said is not said again while the event is kept. */
    private void once(PlannedWrite event) {
        EventWrite.untold(view, event).ifPresent(events::add);
    }

    private Plan planned(@Nullable Instant next) {
        draft.write().ifPresent(writes::add);
        var steps = new ArrayList<Step>();
        if (!writes.isEmpty()) {
            writes.addAll(events);
            steps.add(new Step("update", writes));
        } else if (!events.isEmpty()) {
            steps.add(new Step("create", events));
        }
        return steps.isEmpty() && next == null ? Plan.EMPTY : new Plan(steps, next);
    }
}
