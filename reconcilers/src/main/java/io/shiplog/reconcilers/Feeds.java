package io.shiplog.reconcilers;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.Topics;
import io.shiplog.journal.streams.NodeStreamPartitioner;
import io.shiplog.reconcilers.assignments.AssignmentFold;
import io.shiplog.reconcilers.feeds.FeedSpec;
import io.shiplog.reconcilers.feeds.PublishedFeed;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every derived feed, one after the other. */
public final class Feeds {
    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    private Feeds() {}

    public static List<FeedSpec> all(ClusterConfig cluster) {
        return List.of(new FeedSpec(
                "assignments",
                Topics.assignments(cluster),
                () -> new AssignmentFold((pod, fault) -> LOG.error("assigning {} failed", pod, fault)),
                PublishedFeed.of(cluster, Topics.assignments(cluster), AssignmentFold::digest),
                new NodeStreamPartitioner()));
    }
}
