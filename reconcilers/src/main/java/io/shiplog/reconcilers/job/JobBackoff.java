package io.shiplog.reconcilers.job;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a Job waits before it replaces what has failed (pkg/controller/job's {@code backoff_utils.go}, v1.34): 10 s,
 * twice as long after each further failure, 10 minutes at most, counted from when the last pod ended. A success after
 * that makes all failures forgotten. What upstream's process remembers is read from the pods that are there, and of
 * those that were deleted from an annotation of the Job.
 */
final class JobBackoff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** On a Job: how many pods were lost to deletions since its last success, and when the last one was. */
    private static final String LOST = "shiplog.io/lost-pods";

    private JobBackoff() {}

    /** Pods that failed by being deleted: nothing is left of them to read. */
    private record Lost(int pods, Instant last) {
        private static @Nullable Lost read(StoredObject job) {
            String text = Json.parse(job.json())
                    .path("metadata")
                    .path("annotations")
                    .path(LOST)
                    .asString("");
            int space = text.indexOf(' ');
            Instant last = space < 0 ? null : Times.parse(text.substring(space + 1));
            return last == null || !text.substring(0, space).matches("[0-9]{1,6}")
                    ? null
                    : new Lost(Integer.parseInt(text.substring(0, space)), last);
        }
    }

    /** Remembers on the Job what is about to be lost. */
    static void remember(View view, Draft job, List<JobPod> lost) {
        Instant last = lost.stream()
                .map(pod -> pod.details().finished())
                .max(Instant::compareTo)
                .orElse(null);
        if (last != null) {
            Lost before = Lost.read(job.stored());
            Instant success = before == null ? null : lastSuccess(view, job.stored());
            int pods = before == null || success != null && !before.last().isAfter(success) ? 0 : before.pods();
            Instant latest = before == null || last.isAfter(before.last()) ? last : before.last();
            job.annotate(LOST, pods + lost.size() + " " + Times.text(latest));
        }
    }

    /** From when on a Job may replace pods; null: at once. */
    static @Nullable Instant until(View view, StoredObject job, JobPods pods) {
        var failures = new ArrayList<Instant>();
        for (StoredObject pod : JobPods.ended(view, job.uid(), "Failed")) {
            if (!pod.facts().deleting()) {
                failures.add(JobPod.of(pod).details().finished());
            }
        }
        for (JobPod pod : pods.all()) {
            if (!pod.facts().hasEnded() && pod.isTracked() && pod.hasFailed(pods.spec())) {
                failures.add(pod.details().finished());
            }
        }
        Lost lost = Lost.read(job);
        if (lost != null) {
            failures.addAll(Collections.nCopies(lost.pods(), lost.last()));
        }
        if (failures.isEmpty()) {
            return null;
        }
        Instant success = lastSuccess(view, job);
        List<Instant> since = failures.stream()
                .filter(time -> success == null || time.isAfter(success))
                .sorted()
                .toList();
        return since.isEmpty() ? null : since.getLast().plus(pause(since.size()));
    }

    private static @Nullable Instant lastSuccess(View view, StoredObject job) {
        Instant last = null;
        for (StoredObject pod : JobPods.ended(view, job.uid(), "Succeeded")) {
            Instant time = JobPod.of(pod).details().finished();
            last = last == null || time.isAfter(last) ? time : last;
        }
        return last;
    }

    /** From when on the pod's index may be tried again. */
    static Instant until(JobPod failed) {
        return failed.details().finished().plus(pause(failed.failuresBefore() + 1));
    }

    /** The pause after so many failures, at least one. */
    static Duration pause(int failures) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 1, 20));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
