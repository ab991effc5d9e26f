package io.shiplog.journal.kafka.disk;

import java.nio.file.Path;
import java.util.List;

/**
 * What was found in the log of one partition.
 *
 * @param partition its folder
 * @param damage the first damaged place
 * @param later the segments after the damaged one
 */
record Finding(Path partition, Damage damage, List<Segment> later) {

    /** Whether intact records lie behind the damaged place; else it is a torn end, which nobody was told of. */
    boolean isInTheMiddle() {
        return damage.following().isPresent() || !later.isEmpty();
    }

    /** What was found, in a sentence without a full stop. */
    String text() {
        String where = partition.getFileName() + " is damaged at offset " + damage.offset() + " ("
                + damage.segment().file().getFileName() + ", byte " + damage.position() + ")";
        if (!isInTheMiddle()) {
            return where + ", and nothing follows: its end is torn";
        }
        return where + ", and intact records follow from offset "
                + damage.following()
                        .map(Batch::baseOffset)
                        .orElseGet(() -> later.getFirst().baseOffset()) + " on";
    }
}
