package io.shiplog.scheduler.cluster;

import java.time.Instant;

/**
 * Where a pod is in its life.
 *
 * @param nodeName the node it is bound to, empty while it is not
 * @param nominatedNodeName the node that preemption makes room on for it, empty if none
 * @param created {@code metadata.creationTimestamp}
 * @param started {@code status.startTime}; {@link Instant#MAX}, the latest, before it has one
 * @param terminating somebody deletes it
 * @param preempted it is deleted because the scheduler makes room for another pod
 * @param finished phase Succeeded or Failed: it takes nothing from its node any more
 */
public record PodLife(
        String nodeName,
        String nominatedNodeName,
        Instant created,
        Instant started,
        boolean terminating,
        boolean preempted,
        boolean finished) {

    PodLife on(String node) {
        return new PodLife(node, "", created, started, terminating, preempted, finished);
    }

    PodLife nominatedTo(String node) {
        return new PodLife(nodeName, node, created, started, terminating, preempted, finished);
    }

    /** One that is being deleted already goes on as it was: nothing is written of it. */
    PodLife preempt() {
        return terminating ? this : new PodLife(nodeName, nominatedNodeName, created, started, true, true, finished);
    }
}
