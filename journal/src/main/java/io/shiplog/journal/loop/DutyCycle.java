package io.shiplog.journal.loop;

/**
 * How often keys are reconciled while records keep coming: after a round of work the loop rests in proportion to what
 * the round took, so that what a burst makes dirty again and again is reconciled a few times and not once per record.
 * After a quiet time there is no rest to wait for: a lone change is reconciled at once. One thread owns it.
 *
 * <p>Laws:
 * <ul>
 *   <li>in the long run rounds take at most one part in {@code 1 + REST} of the time;
 *   <li>no rest is longer than {@link #LONGEST_REST_NANOS};
 *   <li>work that is left over when a round's time is up does not rest.
 * </ul>
 */
public final class DutyCycle {
    /** A rest takes this many times as long as the round before it. */
    private static final int REST = 2;

    static final long LONGEST_REST_NANOS = 100_000_000;

    private final int restFactor;
    private boolean worked;
    private long restsUntilNanos;

    public DutyCycle() {
        this(REST);
    }

    private DutyCycle(int restFactor) {
        this.restFactor = restFactor;
    }

    /** The pacing of a loop that never rests, since what it does once it does not do again for the next record. */
    public static DutyCycle none() {
        return new DutyCycle(0);
    }

    /** Whether a round may begin at {@code nowNanos}, of the same clock as all other times here. */
    public boolean due(long nowNanos) {
        return !worked || nowNanos - restsUntilNanos >= 0;
    }

    /**
     * Notes a round.
     *
     * @param left whether it ended with keys still dirty
     */
    public void worked(long beginNanos, long endNanos, boolean left) {
        worked = true;
        long rest = left ? 0 : Math.min(restFactor * (endNanos - beginNanos), LONGEST_REST_NANOS);
        restsUntilNanos = endNanos + rest;
    }

    /** How long no round may begin, in nanoseconds; 0 or less when one may begin now. */
    public long restNanos(long nowNanos) {
        return worked ? restsUntilNanos - nowNanos : 0;
    }
}
