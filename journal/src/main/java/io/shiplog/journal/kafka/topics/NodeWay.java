package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.kafka.clients.ClusterConfig;

/**
 * The topics by which a node hears what it has to run and says how that is. Pure.
 *
 * @param assignments the full name of the topic that it reads
 * @param reports the full name of the topic that it writes
 */
public record NodeWay(String assignments, String reports) {

    /** That of nodes which are trusted like each other, since they are in one process. */
    public static NodeWay shared(ClusterConfig cluster) {
        return new NodeWay(Topics.assignments(cluster), Topics.reports(cluster));
    }

    /** That of a node which joined by itself. */
    public static NodeWay of(ClusterConfig cluster, String node) {
        return new NodeWay(Topics.assignments(cluster, node), Topics.reports(cluster, node));
    }
}
