package io.shiplog.reconcilers.job;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.workload.JobMarks;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A pod as its Job's controller sees it. */
record JobPod(StoredObject stored, PodFacts facts, Details details) {
    static final int NO_INDEX = -1;

    private static final Decoder<Details> DECODER = new Decoder<>(Details.class, Details::read);

    /**
     * Which pod is the first to go when there are too many (pkg/controller's {@code ActivePods}, v1.34): not bound,
     * pending, not ready, ready for a shorter time, more restarts, younger.
     */
    static final Comparator<JobPod> LEAST_WORTH_FIRST = Comparator.<JobPod, Boolean>comparing(
                    pod -> pod.facts().node() != null)
            .thenComparing(JobPod::phaseRank)
            .thenComparing(JobPod::isReady)
            .thenComparing(pod -> pod.facts().readySince(), Comparator.nullsFirst(Comparator.<Instant>reverseOrder()))
            .thenComparing(pod -> -pod.details().restarts())
            .thenComparing(
                    pod -> pod.facts().life().created(), Comparator.nullsFirst(Comparator.<Instant>reverseOrder()))
            .thenComparing(JobPod::uid);

    /**
     * What only this controller asks of a pod.
     *
     * @param index the completion index, {@link #NO_INDEX} for none
     * @param indexFailures how often pods before it failed at its index, ignored failures left out
     * @param ignoredFailures how many of the others were ignored
     * @param restarts of all its containers together
     * @param finished when it ended, or its deletion was asked for; its creation when nobody said
     */
    record Details(int index, int indexFailures, int ignoredFailures, int restarts, Instant finished) {
        private static Details read(byte[] json) {
            JsonNode pod = Json.parse(json);
            JsonNode annotations = pod.path("metadata").path("annotations");
            JsonNode status = pod.path("status");
            return new Details(
                    number(annotations, JobMarks.COMPLETION_INDEX, NO_INDEX),
                    number(annotations, JobMarks.INDEX_FAILURES, 0),
                    number(annotations, JobMarks.INDEX_IGNORED_FAILURES, 0),
                    restarts(status.path("initContainerStatuses")) + restarts(status.path("containerStatuses")),
                    finished(pod.path("metadata"), status));
        }

        private static int number(JsonNode annotations, String key, int otherwise) {
            String text = annotations.path(key).asString("");
            return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
        }

        private static int restarts(JsonNode statuses) {
            int restarts = 0;
            for (JsonNode status : statuses) {
                restarts += status.path("restartCount").asInt(0);
            }
            return restarts;
        }

        /** By the containers, the condition Ready, the deletion, the creation ({@code getFinishedTime}, v1.34). */
        private static Instant finished(JsonNode metadata, JsonNode status) {
            Instant time = lastContainerEnd(status.path("containerStatuses"));
            if (time == null) {
                time = unreadySince(status.path("conditions"));
            }
            if (time == null) {
                Instant deletion =
                        Times.parse(metadata.path("deletionTimestamp").asString(""));
                long grace = metadata.path("deletionGracePeriodSeconds").asLong(0);
                time = deletion == null ? null : deletion.minusSeconds(grace);
            }
            if (time == null) {
                time = Times.parse(metadata.path("creationTimestamp").asString(""));
            }
            return time == null ? Instant.EPOCH : time;
        }

        private static @Nullable Instant lastContainerEnd(JsonNode statuses) {
            Instant last = null;
            for (JsonNode status : statuses) {
                Instant end = Times.parse(status.path("state")
                        .path("terminated")
                        .path("finishedAt")
                        .asString(""));
                if (end == null) {
                    return null;
                }
                last = last == null || end.isAfter(last) ? end : last;
            }
            return last;
        }

        private static @Nullable Instant unreadySince(JsonNode conditions) {
            for (JsonNode condition : conditions) {
                if (condition.path("type").asString("").equals("Ready")
                        && condition.path("status").asString("").equals("False")) {
                    return Times.parse(condition.path("lastTransitionTime").asString(""));
                }
            }
            return null;
        }
    }

    static JobPod of(StoredObject pod) {
        return new JobPod(pod, PodFacts.of(pod), pod.facts(DECODER));
    }

    String uid() {
        return stored.uid();
    }

    int index() {
        return details.index();
    }

    /** Whether its Job has not counted it yet. */
    boolean isTracked() {
        return stored.facts().finalizers().contains(JobMarks.TRACKING);
    }

    boolean isActive() {
        return facts.isActive();
    }

    boolean isReady() {
        return facts.isReady();
    }

    boolean isTerminating() {
        return facts.isTerminating() && !facts.hasEnded();
    }

    boolean hasSucceeded() {
        return facts.life().phase().equals("Succeeded");
    }

    /** Whether it has failed, or counts as failed because somebody deletes it (upstream's {@code isPodFailed}). */
    boolean hasFailed(JobSpec spec) {
        return facts.life().phase().equals("Failed")
                || !spec.policies().replacesFailedOnly() && facts.isTerminating() && !hasSucceeded();
    }

    /** How often pods have failed at its index before it, for whatever reason. */
    int failuresBefore() {
        return details.indexFailures() + details.ignoredFailures();
    }

    private int phaseRank() {
        return switch (facts.life().phase()) {
            case "Pending" -> 0;
            case "Running" -> 2;
            default -> 1;
        };
    }
}
