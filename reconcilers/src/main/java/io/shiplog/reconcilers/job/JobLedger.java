package io.shiplog.reconcilers.job;

import io.shiplog.resources.kinds.workload.CompletionIndexes;
import io.shiplog.resources.write.Draft;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Job has counted, and what it is about to (KEP-2307). A pod that ended is noted by its uid first, in {@code
 * status.uncountedTerminatedPods}; once that is written it loses its finalizer and is counted, in one proposal. A
 * success of an Indexed Job needs no note, since its index is counted once however often. Mutable; one reconcile owns
 * it.
 */
final class JobLedger {
    private final boolean indexed;
    private final Set<String> notedSuccesses = new LinkedHashSet<>();
    private final Set<String> notedFailures = new LinkedHashSet<>();
    private int succeeded;
    private int failed;
    private CompletionIndexes completed;
    private @Nullable CompletionIndexes failedIndexes;

    JobLedger(JobSpec spec, JsonNode status) {
        indexed = spec.amount().indexed();
        succeeded = status.path("succeeded").asInt(0);
        failed = status.path("failed").asInt(0);
        JsonNode uncounted = status.path("uncountedTerminatedPods");
        uncounted.path("succeeded").forEach(uid -> notedSuccesses.add(uid.asString("")));
        uncounted.path("failed").forEach(uid -> notedFailures.add(uid.asString("")));
        completed = CompletionIndexes.parse(status.path("completedIndexes").asString(""), spec.completions());
        failedIndexes = spec.limitsIndexes()
                ? CompletionIndexes.parse(status.path("failedIndexes").asString(""), spec.completions())
                : null;
    }

    int succeeded() {
        return succeeded + notedSuccesses.size();
    }

    int failed() {
        return failed + notedFailures.size();
    }

    CompletionIndexes completed() {
        return completed;
    }

    /** The indexes that are not tried again. */
    CompletionIndexes failedIndexes() {
        return failedIndexes == null ? CompletionIndexes.NONE : failedIndexes;
    }

    /** How many pods are noted and not counted. */
    int noted() {
        return notedSuccesses.size() + notedFailures.size();
    }

    boolean isNoted(JobPod pod) {
        return notedSuccesses.contains(pod.uid()) || notedFailures.contains(pod.uid());
    }

    void noteSuccess(JobPod pod) {
        notedSuccesses.add(pod.uid());
    }

    void noteFailure(JobPod pod) {
        notedFailures.add(pod.uid());
    }

    void complete(CompletionIndexes indexes) {
        completed = completed.with(indexes);
    }

    void fail(CompletionIndexes indexes) {
        if (failedIndexes != null) {
            failedIndexes = failedIndexes.with(indexes);
        }
    }

    /** Counts what is noted and no longer held. */
    void countAllBut(Collection<String> held) {
        int before = notedSuccesses.size();
        notedSuccesses.removeIf(uid -> !held.contains(uid));
        succeeded += before - notedSuccesses.size();
        before = notedFailures.size();
        notedFailures.removeIf(uid -> !held.contains(uid));
        failed += before - notedFailures.size();
    }

    void write(ObjectNode status) {
        Draft.putUnlessZero(status, "succeeded", indexed ? completed.size() : succeeded);
        Draft.putUnlessZero(status, "failed", failed);
        ObjectNode uncounted = status.putObject("uncountedTerminatedPods");
        list(uncounted, "succeeded", notedSuccesses);
        list(uncounted, "failed", notedFailures);
        if (indexed && completed.size() > 0) {
            status.put("completedIndexes", completed.toString());
        } else {
            status.remove("completedIndexes");
        }
        if (failedIndexes != null) {
            status.put("failedIndexes", failedIndexes.toString());
        }
    }

    private static void list(ObjectNode uncounted, String member, Set<String> uids) {
        if (!uids.isEmpty()) {
            uids.forEach(uncounted.putArray(member)::add);
        }
    }
}
