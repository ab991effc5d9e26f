package io.shiplog.agent.pod.facts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something worth telling about a pod, as an Event will show it.
 *
 * @param warning whether its type is Warning instead of Normal
 * @param fieldPath the part of the pod, such as {@code spec.containers{web}}, empty for the pod as a whole
 * @param count how often it has happened since the agent knows the pod
 */
public record PodEvent(
        String reason, boolean warning, String message, String fieldPath, int count, Instant first, Instant last) {

    boolean same(PodEvent other) {
        return reason.equals(other.reason) && message.equals(other.message) && fieldPath.equals(other.fieldPath);
    }

    /** This one, told to be later than {@code earlier} by the microsecond that tells them apart. */
    PodEvent after(PodEvent earlier) {
        Instant soonest = earlier.first.truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS);
        return first.isBefore(soonest) ? new PodEvent(reason, warning, message, fieldPath, count, soonest, last) : this;
    }

    PodEvent again(Instant now) {
        return new PodEvent(reason, warning, message, fieldPath, count + 1, first, now);
    }
}
