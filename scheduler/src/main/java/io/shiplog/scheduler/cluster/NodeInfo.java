package io.shiplog.scheduler.cluster;

/** A node with its pods. */
public record NodeInfo(Node node, NodePods pods) {

    public String name() {
        return node.name();
    }
}
