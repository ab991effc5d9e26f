package io.shiplog.scheduler.cluster;

/** A node with its pods. */
public record NodeInfo(Node node, NodePods pods) {

    public String name() {
        return node.name();
    }

    /** The node with {@code pod}, which is not there. */
    public NodeInfo with(PodInfo pod) {
        return new NodeInfo(node, pods.with(pod));
    }

    /** The node without {@code pod}, which is there. */
    public NodeInfo without(PodInfo pod) {
        return new NodeInfo(node, pods.without(pod));
    }
}
