package io.shiplog.reconcilers.deployment;

import static io.shiplog.reconcilers.deployment.DeploymentConditions.AVAILABLE;
import static io.shiplog.reconcilers.deployment.DeploymentConditions.PROGRESSING;

import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.write.Draft;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A Deployment's status: its counts, and what kubectl rollout status reads of its progress (progress.go, v1.34). */
final class Progress {
    static final String CREATED = "NewReplicaSetCreated";
    static final String FOUND = "FoundNewReplicaSet";
    static final String UPDATED = "ReplicaSetUpdated";
    static final String DONE = "NewReplicaSetAvailable";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";
    static final String PAUSED = "DeploymentPaused";
    static final String RESUMED = "DeploymentResumed";

    static final String REFUSED = "ReplicaSetCreateError";
    private static final String FAILURE = "ReplicaFailure";

    private Progress() {}

    /** The counts of a status. */
    record Counts(int replicas, int updated, int ready, int available) {
        static Counts written(JsonNode status) {
            return new Counts(
                    status.path("replicas").asInt(0),
                    status.path("updatedReplicas").asInt(0),
                    status.path("readyReplicas").asInt(0),
                    status.path("availableReplicas").asInt(0));
        }

        static Counts actual(Rollout rollout) {
            Revision newest = rollout.newest();
            return new Counts(
                    rollout.all().stream().mapToInt(Revision::actualReplicas).sum(),
                    newest == null ? 0 : newest.actualReplicas(),
                    rollout.all().stream().mapToInt(Revision::readyReplicas).sum(),
                    rollout.availablePods());
        }

        boolean complete(int desired) {
            return updated == desired && replicas == desired && available == desired;
        }

        boolean progressedFrom(Counts before) {
            return updated > before.updated
                    || replicas - updated < before.replicas - before.updated
                    || ready > before.ready
                    || available > before.available;
        }
    }

    static boolean isComplete(Rollout rollout) {
        return Counts.actual(rollout).complete(rollout.spec().replicas());
    }

    /** Notes that a rollout was paused or resumed, as long as it has a deadline that must not run meanwhile. */
    static void notePause(Rollout rollout) {
        ObjectNode status = rollout.deployment().status();
        String reason = DeploymentConditions.reason(status, PROGRESSING);
        if (rollout.spec().deadlineSeconds() == null || reason.equals(TIMED_OUT)) {
            return;
        }
        Instant now = rollout.moment().now();
        if (rollout.spec().paused() && !reason.equals(PAUSED)) {
            DeploymentConditions.say(status, PROGRESSING, "Unknown", PAUSED, "Deployment is paused", now);
        } else if (!rollout.spec().paused() && reason.equals(PAUSED)) {
            DeploymentConditions.say(status, PROGRESSING, "Unknown", RESUMED, "Deployment is resumed", now);
        }
    }

    static void noteCreated(Rollout rollout, Revision made) {
        if (rollout.spec().deadlineSeconds() != null) {
            String message = "Created new replica set \"" + made.name() + "\"";
            DeploymentConditions.say(
                    rollout.deployment().status(),
                    PROGRESSING,
                    "True",
                    CREATED,
                    message,
                    rollout.moment().now());
        }
    }

    static void noteFound(Rollout rollout, Revision found) {
        ObjectNode status = rollout.deployment().status();
        if (rollout.spec().deadlineSeconds() != null && StatusConditions.find(status, PROGRESSING) == null) {
            String message = "Found new replica set \"" + found.name() + "\"";
            DeploymentConditions.say(
                    status,
                    PROGRESSING,
                    "True",
                    FOUND,
                    message,
                    rollout.moment().now());
        }
    }

    /** Writes the counts and the Available condition into the draft. */
    static void writeCounts(Rollout rollout) {
        ObjectNode status = rollout.deployment().status();
        Counts counts = Counts.actual(rollout);
        JsonNode generation = rollout.deployment().metadata().path("generation");
        Draft.putUnlessZero(status, "observedGeneration", generation.asLong(0));
        Draft.putUnlessZero(status, "replicas", counts.replicas());
        Draft.putUnlessZero(status, "updatedReplicas", counts.updated());
        Draft.putUnlessZero(status, "readyReplicas", counts.ready());
        Draft.putUnlessZero(status, "availableReplicas", counts.available());
        int unavailable = rollout.askedPods() - counts.available();
        Draft.putUnlessZero(status, "unavailableReplicas", Math.max(0, unavailable));
        Instant now = rollout.moment().now();
        if (counts.available() >= rollout.spec().minAvailable()) {
            DeploymentConditions.say(
                    status, AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now);
        } else {
            DeploymentConditions.say(
                    status,
                    AVAILABLE,
                    "False",
                    "MinimumReplicasUnavailable",
                    "Deployment does not have minimum availability.",
                    now);
        }
    }

    /**
     * Writes the counts and how the rollout goes on.
     *
     * @return when the deadline strikes if nothing moves until then, or null
     */
    static @Nullable Instant write(Rollout rollout) {
        ObjectNode status = rollout.deployment().status();
        Counts before = Counts.written(status);
        Counts counts = Counts.actual(rollout);
        writeCounts(rollout);
        writeFailure(rollout, status);
        Integer deadline = rollout.spec().deadlineSeconds();
        if (deadline == null) {
            StatusConditions.remove(status, PROGRESSING);
            return null;
        }
        String reason = DeploymentConditions.reason(status, PROGRESSING);
        boolean wasDone = reason.equals(DONE) && counts.replicas() == counts.updated();
        if (!wasDone) {
            judge(rollout, status, counts, before, deadline);
        }
        String outcome = DeploymentConditions.reason(status, PROGRESSING);
        Instant since = DeploymentConditions.updated(status, PROGRESSING);
        if (since == null || outcome.equals(DONE) || outcome.equals(TIMED_OUT)) {
            return null;
        }
        return since.plusSeconds(deadline + 1L);
    }

    /** The first ReplicaSet that cannot make its pods, the newest before the others, tells why. */
    private static void writeFailure(Rollout rollout, ObjectNode status) {
        ObjectNode failure = rollout.newest() == null ? null : failure(rollout.newest());
        for (Revision revision : rollout.old()) {
            failure = failure == null ? failure(revision) : failure;
        }
        if (failure == null) {
            StatusConditions.remove(status, FAILURE);
            return;
        }
        Instant since = Times.parse(failure.path("lastTransitionTime").asString(""));
        DeploymentConditions.say(
                status,
                FAILURE,
                failure.path("status").asString("True"),
                failure.path("reason").asString(""),
                failure.path("message").asString(""),
                since == null ? rollout.moment().now() : since);
    }

    private static @Nullable ObjectNode failure(Revision revision) {
        return StatusConditions.find(revision.json().path("status"), FAILURE);
    }

    /** Notes that the ReplicaSet of the current template is not admitted. */
    static void noteRefused(Rollout rollout, String message) {
        if (rollout.spec().deadlineSeconds() != null) {
            DeploymentConditions.say(
                    rollout.deployment().status(),
                    PROGRESSING,
                    "False",
                    REFUSED,
                    message,
                    rollout.moment().now());
        }
    }

    private static void judge(Rollout rollout, ObjectNode status, Counts counts, Counts before, int deadline) {
        Instant now = rollout.moment().now();
        Revision newest = rollout.newest();
        String subject = newest == null
                ? "Deployment \"" + rollout.deployment().stored().key().name() + "\""
                : "ReplicaSet \"" + newest.name() + "\"";
        if (counts.complete(rollout.spec().replicas())) {
            DeploymentConditions.say(status, PROGRESSING, "True", DONE, subject + " has successfully progressed.", now);
        } else if (counts.progressedFrom(before)) {
            DeploymentConditions.renew(status, PROGRESSING, "True", UPDATED, subject + " is progressing.", now);
        } else if (isTimedOut(status, deadline, now)) {
            DeploymentConditions.say(
                    status, PROGRESSING, "False", TIMED_OUT, subject + " has timed out progressing.", now);
        }
    }

    private static boolean isTimedOut(ObjectNode status, int deadline, Instant now) {
        String reason = DeploymentConditions.reason(status, PROGRESSING);
        Instant since = DeploymentConditions.updated(status, PROGRESSING);
        return reason.equals(TIMED_OUT)
                || (!reason.equals(DONE)
                        && since != null
                        && since.plusSeconds(deadline).isBefore(now));
    }
}
