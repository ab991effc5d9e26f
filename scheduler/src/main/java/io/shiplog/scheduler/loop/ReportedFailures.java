package io.shiplog.scheduler.loop;

import io.shiplog.objects.ObjectKey;
import io.shiplog.scheduler.cluster.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which failures have been reported in events, so that a pod that fails the same way again and again is not reported
 * each time.
 */
final class ReportedFailures {
    /** After this time the same failure is reported again: events expire, and somebody may look. */
    private static final Duration REMINDER = Duration.ofMinutes(10);

    private final Map<ObjectKey, Report> byPod = new HashMap<>();

    private record Report(String uid, String message, Instant at) {}

    /**
     * Whether a failure is to be reported now; if so, it counts as reported. One that the pod's condition has said
     * since before this scheduler started counts as reported.
     *
     * @param news whether the pod's condition does not say so yet
     */
    boolean report(PodInfo pod, String message, boolean news, Instant now) {
        Report last = byPod.get(pod.key());
        if (last != null && (!last.uid().equals(pod.uid()) || !last.message().equals(message))) {
            last = null;
        }
        boolean due = last != null && !last.at().plus(REMINDER).isAfter(now);
        if (news || due || last == null) {
            byPod.put(pod.key(), new Report(pod.uid(), message, now));
        }
        return news || due;
    }

    /** What was reported last of a pod, null if nothing was. */
    @Nullable
    String lastMessage(PodInfo pod) {
        Report last = byPod.get(pod.key());
        return last == null || !last.uid().equals(pod.uid()) ? null : last.message();
    }

    void forget(ObjectKey pod) {
        byPod.remove(pod);
    }
}
