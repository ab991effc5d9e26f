package io.shiplog.reconcilers.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What a feed's topic holds: what was written before a task started, by whichever instance, and from then on. */
@FunctionalInterface
public interface PublishedFeed {
    /** Nothing was written before, and nobody else writes. */
    PublishedFeed NONE = () -> new Reader() {
        @Override
        public Map<String, UUID> latest() {
            return Map.of();
        }

        @Override
        public List<Seen> next() {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /** A reader of its own for a task that starts. */
    Reader open();

    /** Reads a topic of a cluster. */
    static PublishedFeed of(ClusterConfig cluster, String topic, FeedFold.Digest digest) {
        return () -> new FeedTopicReader(cluster, topic, digest);
    }

    /**
     * Reads the topic from its beginning. What it throws ends the application, which is then started again. One thread
     * owns it.
     */
    interface Reader extends AutoCloseable {
        /**
         * The digest of the latest value of every key that has one, up to the topic's ends of now. Called once, first;
         * it may take its time.
         */
        Map<String, UUID> latest();

        /** The records since the last call, or a part of them, without waiting. */
        List<Seen> next();

        @Override
        void close();
    }

    /**
     * A record of the topic.
     *
     * @param value null for a tombstone
     * @param writer who wrote it, as {@link WrittenFeed} says it; null if nobody says so
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(
            String key, byte @Nullable [] value, @Nullable String writer) {
        /** A record with these headers. */
        public static Seen of(String key, byte @Nullable [] value, Headers headers) {
            Header writer = headers.lastHeader(WrittenFeed.WRITER);
            return new Seen(key, value, writer == null ? null : new String(writer.value(), UTF_8));
        }
    }
}
