package io.shiplog.scheduler.cluster;

import java.time.Instant;

/**
 * Where a pod is in its life.
 *
 * @param nodeName the node it is bound to, empty while it is not
 * @param nominatedNodeName the node that preemption makes room on for it, empty if none
 * @param created {@code metadata.creationTimestamp}
 * @param started {@code status.startTime}, or its creation before it has one
 * @param terminating somebody deletes it
 * @param finished phase Succeeded or Failed: it takes nothing from its node any more
 */
public record PodLife(
        String nodeName,
        String nominatedNodeName,
        Instant created,
        Instant started,
        boolean terminating,
        boolean finished) {

    PodLife on(String node) {
        return new PodLife(node, "", created, started, terminating, finished);
    }

    PodLife nominatedTo(String node) {
        return new PodLife(nodeName, node, created, started, terminating, finished);
    }

    PodLife ending() {
        return new PodLife(nodeName, nominatedNodeName, created, started, true, finished);
    }
}
