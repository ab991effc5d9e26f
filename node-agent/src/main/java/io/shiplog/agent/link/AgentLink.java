package io.shiplog.agent.link;

import org.jspecify.annotations.Nullable;

/**
 * The agents' tie to the cluster. Losing the cluster is no error here: assignments then simply stop coming, and the last
 * report of each key waits until it can be sent.
 */
public interface AgentLink extends AutoCloseable {
    /** Begins to deliver the assignments of this link's nodes to {@code listener}, on one thread. Called once. */
    void start(AssignmentListener listener);

    /**
     * Publishes a report; a later one of the same key may replace it before it was sent. Never blocks.
     *
     * @param node whose report it is
     * @param key the node's name, or the node's name and a pod's uid with a slash between
     * @param value the report, null to withdraw it
     */
    void publish(String node, String key, byte @Nullable [] value);

    @Override
    void close();
}
