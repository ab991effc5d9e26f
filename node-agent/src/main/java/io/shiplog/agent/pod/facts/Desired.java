package io.shiplog.agent.pod.facts;

/**
 * What the cluster wants of a pod on this node.
 *
 * @param removed the assignment is gone: nothing of the pod may stay
 * @param place where the pod is
 */
public record Desired(PodAssignment assignment, boolean removed, Place place) {
    /**
     * The node as a pod's status shows it.
     *
     * @param hostIp the node's address
     * @param runtime the scheme of container ids, such as {@code docker}
     */
    public record Place(String hostIp, String runtime) {}
}
