package io.shiplog.journal.past;

import io.shiplog.journal.Contents;
import java.time.Instant;

/**
 * A whole state that was written down, and where.
 *
 * @param resourceVersion the state's position: the fold goes on with the journal's record of this offset
 * @param time when the state was that of the cluster
 * @param id tells its records from those of others
 * @param place where its records lie
 * @param contents what they come to; what was read of another sum is damaged
 */
public record Keyframe(long resourceVersion, Instant time, String id, Place place, Contents contents) {
    /**
     * A stretch of records, which may hold other keyframes' too.
     *
     * @param from the offset of the first
     * @param to the offset after the last
     */
    public record Place(long from, long to) {}
}
