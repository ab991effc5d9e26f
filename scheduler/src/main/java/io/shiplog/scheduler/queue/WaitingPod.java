package io.shiplog.scheduler.queue;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.framework.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A pod in the queue.
 *
 * @param since when it came to its stage
 * @param failures how often it fitted nowhere
 * @param wokenBy after what it is worth another try
 */
record WaitingPod(PodInfo pod, Stage stage, Instant since, int failures, Set<EventKind> wokenBy) {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);

    /** Where in the queue a pod is: in exactly one of these. */
    enum Stage {
        /** To be tried now. */
        ACTIVE,
        /** To be tried when its back-off is over. */
        BACKING_OFF,
        /** To be tried when something has happened. */
        UNSCHEDULABLE,
        /** Not to be tried before its scheduling gates are open. */
        GATED
    }

    WaitingPod with(PodInfo next) {
        return new WaitingPod(next, stage, since, failures, wokenBy);
    }

    WaitingPod at(Stage next, Instant now) {
        return new WaitingPod(pod, next, now, failures, wokenBy);
    }

    /** How long after its last failure it is not tried: 1 s, doubling, up to 10 s. */
    Duration backOff() {
        Duration backOff = FIRST_BACK_OFF;
        for (int i = 1; i < failures && backOff.compareTo(LONGEST_BACK_OFF) < 0; i++) {
            backOff = backOff.multipliedBy(2);
        }
        return backOff.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : backOff;
    }
}
