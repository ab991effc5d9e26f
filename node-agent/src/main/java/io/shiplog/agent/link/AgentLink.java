package io.shiplog.agent.link;

import io.shiplog.journal.codec.Report;

/**
 * The agents' tie to the cluster. Losing the cluster is no error here: assignments then simply stop coming, and the
 * last report of each key waits until it can be sent.
 */
public interface AgentLink extends AutoCloseable {
    /** Begins to deliver the assignments of this link's nodes to {@code listener}, on one thread. Called once. */
    void start(AssignmentListener listener);

    /** Publishes a report; a later one of the same key may replace it before it was sent. Never blocks. */
    void publish(Report report);

    /** Withdraws the report of a pod. Never blocks. */
    void withdraw(String node, String podUid);

    @Override
    void close();
}
