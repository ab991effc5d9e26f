package io.shiplog.reconcilers;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.NodeStreamPartitioner;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.reconcilers.assignments.AssignmentFold;
import io.shiplog.reconcilers.exports.ExportFold;
import io.shiplog.reconcilers.feeds.FeedSpec;
import io.shiplog.reconcilers.feeds.ObjectRecords;
import io.shiplog.reconcilers.feeds.PublishedFeed;
import io.shiplog.reconcilers.services.ServicesFold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every derived feed of a cluster. Adding one is adding a folder and a line here. */
public final class Feeds {
    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    private Feeds() {}

    /**
     * The feeds that a cluster's controllers write.
     *
     * @param exports the resources that people's Kafka tools read topics of their own of
     */
    public static List<FeedSpec> all(ClusterConfig cluster, Collection<GroupResource> exports) {
        var feeds = new ArrayList<FeedSpec>();
        String assignments = Topics.assignments(cluster);
        feeds.add(new FeedSpec(
                "assignments",
                assignments,
                () -> new AssignmentFold(failed("assignments")),
                PublishedFeed.of(cluster, assignments, AssignmentFold::digest),
                new NodeStreamPartitioner()));
        String services = Topics.services(cluster);
        feeds.add(new FeedSpec(
                "services",
                services,
                () -> new ServicesFold(failed("services")),
                PublishedFeed.of(cluster, services, ObjectRecords::digest),
                null));
        for (GroupResource resource : exports) {
            String topic = Topics.export(cluster, resource);
            feeds.add(new FeedSpec(
                    "export-" + resource,
                    topic,
                    () -> new ExportFold(resource, failed("export-" + resource)),
                    PublishedFeed.of(cluster, topic, ObjectRecords::digest),
                    null));
        }
        return feeds;
    }

    private static BiConsumer<ObjectRef, RuntimeException> failed(String feed) {
        return (object, fault) -> LOG.error("{} leaves out {}, which it cannot read", feed, object, fault);
    }
}
