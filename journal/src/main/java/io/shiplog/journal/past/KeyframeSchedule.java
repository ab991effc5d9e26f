package io.shiplog.journal.past;

import java.time.Duration;

/**
 * When the next keyframe is due: after so much of the journal that a fold from the last one takes about as long as
 * reading that does, and after some time. So a moment costs one keyframe and a bounded fold, keyframes take no more
 * room than the journal, and one is always younger than what is kept. Pure.
 */
public final class KeyframeSchedule {
    private static final long FEWEST_RECORDS = 5_000;
    private static final Duration USUAL = Duration.ofHours(1);
    /** Fewer are folded in no time. */
    private static final long WORTHWHILE_RECORDS = 500;
    /** Also when nothing happens: what is older may be deleted, and the present is the past of tomorrow. */
    private static final Duration LONGEST = Duration.ofHours(6);

    private KeyframeSchedule() {}

    /**
     * Whether a keyframe is due.
     *
     * @param records how many the journal has got since the last one
     * @param age how long ago that was
     * @param objects how many a new one holds
     */
    public static boolean isDue(long records, Duration age, long objects) {
        return records >= Math.max(FEWEST_RECORDS, objects / 2)
                || age.compareTo(USUAL) >= 0 && records >= WORTHWHILE_RECORDS
                || age.compareTo(LONGEST) >= 0;
    }
}
