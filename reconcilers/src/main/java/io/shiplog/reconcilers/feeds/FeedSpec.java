package io.shiplog.reconcilers.feeds;

import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A feed that an application writes.
 *
 * @param name its name in the topology and for people
 * @param topic its topic, which exists
 * @param fold makes the fold of a task
 * @param published what the topic holds
 * @param partitioner where its keys lie, null for a topic of one partition
 */
public record FeedSpec(
        String name,
        String topic,
        Supplier<FeedFold> fold,
        PublishedFeed published,
        @Nullable StreamPartitioner<byte[], byte[]> partitioner) {
    /** Opens the feed for a task. */
    public Feed open(Feed.Sink sink) {
        return Feed.open(name, fold.get(), published, sink);
    }
}
