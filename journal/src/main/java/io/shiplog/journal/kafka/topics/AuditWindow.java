package io.shiplog.journal.kafka.topics;

import java.time.Duration;

/**
 * How much of the past the journal keeps; whichever bound is met first counts.
 *
 * @param time how long a proposal is kept, a minute at least
 * @param bytes how many bytes are kept, negative without a bound
 */
public record AuditWindow(Duration time, long bytes) {
    /** The shortest time. */
    static final Duration LEAST_TIME = Duration.ofMinutes(1);

    /** The fewest bytes: Kafka deletes whole segments only, and never the newest one. */
    static final long LEAST_BYTES = 256L << 20;

    /** A week, however many bytes that is. */
    public static final AuditWindow WEEK = new AuditWindow(Duration.ofDays(7), -1);

    public AuditWindow {
        if (time.compareTo(LEAST_TIME) < 0) {
            throw new IllegalArgumentException("an audit window of " + time + " is under a minute");
        }
        if (bytes >= 0 && bytes < LEAST_BYTES) {
            throw new IllegalArgumentException("an audit window of " + bytes + " bytes is under " + LEAST_BYTES);
        }
    }

    /** A week, or a quarter of a disk of {@code diskBytes}. */
    public static AuditWindow onDiskOf(long diskBytes) {
        return new AuditWindow(WEEK.time(), Math.max(LEAST_BYTES, diskBytes / 4));
    }
}
