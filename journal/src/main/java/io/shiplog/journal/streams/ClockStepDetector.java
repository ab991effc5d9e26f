package io.shiplog.journal.streams;

/** Notices a wall clock that is set back, by a clock that nobody can set. One thread owns it. */
final class ClockStepDetector {
    /** What a clock that is only corrected may lose between two looks. */
    private static final long TOLERATED_MILLIS = 1_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private long wallMillis;
    private long steadyNanos;

    ClockStepDetector(long wallMillis, long steadyNanos) {
        this.wallMillis = wallMillis;
        this.steadyNanos = steadyNanos;
    }

    /** Whether the wall clock was set back since the last look. */
    boolean isSetBack(long nowWallMillis, long nowSteadyNanos) {
        long wall = nowWallMillis - wallMillis;
        long steady = (nowSteadyNanos - steadyNanos) / NANOS_PER_MILLI;
        wallMillis = nowWallMillis;
        steadyNanos = nowSteadyNanos;
        return wall - steady < -TOLERATED_MILLIS;
    }
}
