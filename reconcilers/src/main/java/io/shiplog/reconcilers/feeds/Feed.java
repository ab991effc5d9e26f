package io.shiplog.reconcilers.feeds;

import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One feed as a task writes it: opened before the task's view is read, started once the view is whole, fed with every
 * change from then on, and looked after now and then. The task's thread owns it.
 */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    /** Between two looks at what others wrote to the topic. */
    private static final Duration READ_BACK = Duration.ofMillis(500);

    private final String topic;
    private final FeedFold fold;
    private final WrittenFeed written;
    private final PublishedFeed.Reader reader;
    private final Sink sink;
    /** The latest values of before; null once they are what they should be. */
    private @Nullable Map<String, UUID> before;

    private long readBackMillis;

    /** Where a feed's records go. */
    @FunctionalInterface
    public interface Sink {
        void write(FeedRecord record, Headers headers, long timestamp);
    }

    private Feed(String topic, FeedFold fold, PublishedFeed.Reader reader, Sink sink) {
        this.topic = topic;
        this.fold = fold;
        this.written = new WrittenFeed(UUID.randomUUID().toString());
        this.reader = reader;
        this.sink = sink;
        this.before = reader.latest();
    }

    /**
     * Opens a feed, and reads what was written of it before.
     *
     * @param topic the topic's name, for people
     */
    public static Feed open(String topic, FeedFold fold, PublishedFeed published, Sink sink) {
        PublishedFeed.Reader reader = published.open();
        try {
            return new Feed(topic, fold, reader, sink);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Brings the topic to what {@code view} says, once: from then on every change is to be told. */
    public void start(StateView view, long timestamp) {
        Map<String, UUID> latest = before;
        if (latest != null) {
            before = null;
            write(fold.start(view, latest), timestamp);
        }
    }

    /** Writes what a change that the view has taken means for the feed; before the start, nothing. */
    public void changed(Change change, StateView view, long timestamp) {
        if (before == null) {
            write(fold.changed(change, view), timestamp);
        }
    }

    /** Puts right what somebody else wrote over the feed's records; looks for it now and then only. */
    public void lookAfter(StateView view, long timeMillis) {
        if (before != null || timeMillis - readBackMillis < READ_BACK.toMillis()) {
            return;
        }
        readBackMillis = timeMillis;
        for (PublishedFeed.Seen seen : reader.next()) {
            if (written.overwrites(seen)) {
                List<FeedRecord> right = fold.overwritten(seen.key(), seen.value(), view);
                if (!right.isEmpty()) {
                    LOG.warn("{} of {} was overwritten by {}, writing it again", seen.key(), topic, seen.writer());
                    write(right, timeMillis);
                }
            }
        }
    }

    private void write(List<FeedRecord> records, long timestamp) {
        for (FeedRecord record : records) {
            sink.write(record, written.writing(record.key()), timestamp);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
