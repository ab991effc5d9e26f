package io.shiplog.reconcilers.job;

import io.shiplog.reconcilers.job.FailurePolicy.Ruling;
import io.shiplog.reconcilers.job.JobConditions.Ending;
import io.shiplog.resources.facts.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether a Job has to end although pods of it could still run (pkg/controller/job's {@code syncJob}, v1.34). What is
 * decided stays decided. Otherwise, in this order: the pod failure policy, the number of failures, the deadline, failed
 * indexes, the success policy.
 */
final class JobVerdict {
    private JobVerdict() {}

    /** Why the Job ends, null when it goes on. */
    static @Nullable Ending of(JobPods pods, JobCounts counts, JsonNode status, Instant now) {
        Ending decided = JobConditions.decided(status);
        if (decided != null) {
            return decided;
        }
        JobSpec spec = pods.spec();
        String message = failsAsAWhole(pods);
        if (message != null) {
            return Ending.failure("PodFailurePolicy", message);
        }
        if (counts.failed() > spec.limits().failures() || hasRestartedTooOften(pods)) {
            return Ending.failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        Instant deadline = deadline(spec, status);
        if (deadline != null && !deadline.isAfter(now)) {
            return Ending.failure("DeadlineExceeded", "Job was active longer than specified deadline");
        }
        Ending ending = failedIndexes(spec, counts);
        return ending == null ? spec.policies().success().ending(counts.succeededIndexes()) : ending;
    }

    private static @Nullable String failsAsAWhole(JobPods pods) {
        FailurePolicy policy = pods.spec().policies().failure();
        if (policy.present()) {
            for (JobPod pod : pods.all()) {
                if (pod.hasFailed(pods.spec())) {
                    Ruling ruling = policy.of(pod.stored());
                    if (!ruling.message().isEmpty()) {
                        return ruling.message();
                    }
                }
            }
        }
        return null;
    }

    private static boolean hasRestartedTooOften(JobPods pods) {
        if (!pods.spec().policies().restartsInPlace()) {
            return false;
        }
        int restarts = 0;
        for (JobPod pod : pods.all()) {
            restarts += pod.facts().hasEnded() ? 0 : pod.details().restarts();
        }
        return restarts >= Math.max(1, pods.spec().limits().failures());
    }

    private static @Nullable Ending failedIndexes(JobSpec spec, JobCounts counts) {
        if (!spec.limitsIndexes()) {
            return null;
        }
        Integer most = spec.limits().failedIndexes();
        int failed = counts.failedIndexes().size();
        if (most != null && failed > most) {
            return Ending.failure(
                    "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
        }
        return failed > 0 && failed + counts.succeededIndexes().size() >= spec.completions()
                ? Ending.failure("FailedIndexes", "Job has failed indexes")
                : null;
    }

    /** When the Job has run for too long; null for never, or while it is suspended. */
    static @Nullable Instant deadline(JobSpec spec, JsonNode status) {
        Long seconds = spec.limits().activeSeconds();
        Instant start = Times.parse(status.path("startTime").asString(""));
        return seconds == null || start == null || spec.amount().suspended() ? null : start.plusSeconds(seconds);
    }
}
