package io.shiplog.journal.kafka.disk;

import java.util.Optional;

/**
 * A place in a segment where there is no intact batch although the file goes on.
 *
 * @param position where, in bytes
 * @param offset the offset that is wanted there
 * @param following the next intact batch behind it in the segment
 */
record Damage(Segment segment, int position, long offset, Optional<Batch> following) {}
