package io.shiplog.journal.seal;

import java.time.Duration;

/** When the next seal is due: after so many records, or so long after the last one where anything is new. Pure. */
public final class SealSchedule {
    private static final long RECORDS = 512;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private SealSchedule() {}

    /**
     * Whether a seal is due.
     *
     * @param records how many the journal has got since the last one
     * @param age how long ago that was
     */
    public static boolean isDue(long records, Duration age) {
        return records >= RECORDS || records > 0 && age.compareTo(LONGEST) >= 0;
    }
}
