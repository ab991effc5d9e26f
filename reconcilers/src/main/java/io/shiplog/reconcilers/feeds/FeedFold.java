package io.shiplog.reconcilers.feeds;

import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folds the changes of a view into the records of one feed. It knows what was last written of every key, by its digest,
 * so that equal content is not written twice. One thread owns it.
 *
 * <p>Laws:
 * <ul>
 *   <li>any order of the same changes ends in the same records;
 *   <li>a start after a crash at any point ends in them too;
 *   <li>nothing is written of what is merely assumed.
 * </ul>
 */
public interface FeedFold {
    /**
     * What was not there when the feed was written last, and what is otherwise: what a start writes.
     *
     * @param published the digests of the latest values by key, as the topic holds them
     */
    List<FeedRecord> start(StateView view, Map<String, UUID> published);

    /** What {@code change}, which the view has taken, means for the feed. */
    List<FeedRecord> changed(Change change, StateView view);

    /**
     * What has to be written because somebody else wrote over what this fold wrote: an instance that was paused and
     * does not know yet that another has its task.
     *
     * @param value what lies there now, null for a tombstone
     */
    List<FeedRecord> overwritten(String key, byte @Nullable [] value, StateView view);

    /**
     * Tells values of one key apart: equal for those whose readers have nothing new to learn of one after the other.
     */
    @FunctionalInterface
    interface Digest {
        /** The digest of a value; one that equals no other when it cannot be read, so that it is written again. */
        UUID of(String key, byte[] value);
    }
}
