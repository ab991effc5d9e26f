package io.shiplog.scheduler.loop;

import io.shiplog.journal.ObjectKey;
import io.shiplog.scheduler.cluster.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Which failures have been told in events, so that a pod that fails the same way again and again is not told each time. */
final class Told {
    /** After this time the same failure is told again: events expire, and somebody may look. */
    private static final Duration REMINDER = Duration.ofMinutes(10);

    private final Map<ObjectKey, Telling> byPod = new HashMap<>();

    private record Telling(String uid, String message, Instant at) {}

    /** Whether a failure is to be told now; if so, it counts as told. */
    boolean tell(PodInfo pod, String message, Instant now) {
        Telling last = byPod.get(pod.key());
        if (last != null
                && last.uid().equals(pod.uid())
                && last.message().equals(message)
                && last.at().plus(REMINDER).isAfter(now)) {
            return false;
        }
        byPod.put(pod.key(), new Telling(pod.uid(), message, now));
        return true;
    }

    void forget(ObjectKey pod) {
        byPod.remove(pod);
    }
}
