package io.shiplog.reconcilers.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.reconcilers.feeds.PublishedFeed.Seen;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Tells what one writer wrote to a feed from what others did. Kafka lets an instance that was paused go on for a
 * moment after another has taken its task over: what it still had to write may then lie over what its successor wrote.
 * One thread owns it.
 */
final class WrittenFeed {
    /** The header that names the writer, and counts what it writes: {@code <id>/<number>}. */
    static final String WRITER = "writer";

    private final String writer;
    private long count;

    /** By key, the latest that was written and has not been read back. */
    private final Map<String, String> underway = new HashMap<>();

    /** @param writer an id that no other task has or had */
    WrittenFeed(String writer) {
        this.writer = writer;
    }

    /** The headers of a record that is being written. */
    Headers writing(String key) {
        String id = writer + "/" + ++count;
        underway.put(key, id);
        return new RecordHeaders().add(WRITER, id.getBytes(UTF_8));
    }

    /** Whether a record that was read lies over what this writer wrote, as the last of its key. */
    boolean overwrites(Seen seen) {
        String id = seen.writer();
        if (id != null && id.startsWith(writer + "/")) {
            underway.remove(seen.key(), id);
            return false;
        }
        return !underway.containsKey(seen.key());
    }
}
