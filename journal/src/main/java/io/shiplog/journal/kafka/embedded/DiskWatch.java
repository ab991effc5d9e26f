package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.WritesRefusedException;
import io.shiplog.journal.kafka.clients.BackgroundThread;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the gate for writes while the disk is nearly full, since a Kafka that cannot write ends the process: what is
 * left is for what goes on without writes of users, such as heartbeats. A thread of its own.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final String NAME = "disk";

    /** Between two looks at a disk that is full: shorter than between two writes of Kafka's own. */
    private static final Duration SHORTEST = Duration.ofMillis(10);

    /** After a look that failed. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** 2 GB a second. */
    private static final long FASTEST_BYTES_PER_MILLI = 2_000_000;

    private final LongSupplier free;
    private final long reserveBytes;
    private final WriteGate gate;
    private final DiskReserve last;
    private final BackgroundThread thread;
    private boolean full;
    private boolean spent;

    private DiskWatch(LongSupplier free, long reserveBytes, DiskReserve last, Duration longest, WriteGate gate) {
        this.free = free;
        this.reserveBytes = reserveBytes;
        this.gate = gate;
        this.last = last;
        this.thread = BackgroundThread.of("disk-space", () -> run(longest));
    }

    /**
     * Starts to watch.
     *
     * @param free how many bytes there is room for
     * @param last what is given back when there is room for nothing
     * @param longest between two looks; the less room there is the shorter
     */
    static DiskWatch start(LongSupplier free, long reserveBytes, DiskReserve last, Duration longest, WriteGate gate) {
        var watch = new DiskWatch(free, reserveBytes, last, longest, gate);
        watch.look();
        watch.thread.start();
        return watch;
    }

    private void run(Duration longest) throws InterruptedException {
        Duration pause = longest;
        while (true) {
            Thread.sleep(pause);
            try {
                pause = pause(look(), longest);
            } catch (UncheckedIOException e) {
                LOG.warn("cannot tell how much room the disk has, or keep some", e);
                pause = LOOK_AGAIN;
            }
        }
    }

    /** Half of the time in which the fastest writer fills what is left. */
    static Duration pause(long bytes, Duration longest) {
        Duration half = Duration.ofMillis(bytes / FASTEST_BYTES_PER_MILLI / 2);
        Duration atLeast = half.compareTo(SHORTEST) < 0 ? SHORTEST : half;
        return atLeast.compareTo(longest) < 0 ? atLeast : longest;
    }

    /** Looks, and does what follows; how many bytes there was room for. */
    long look() {
        long bytes = free.getAsLong();
        keepRoomForKafka(bytes);
        boolean now = bytes < reserveBytes;
        if (now) {
            gate.close(
                    NAME,
                    new WritesRefusedException(
                            WritesRefusedException.Cause.DISK_FULL,
                            "disk full: there is room for " + bytes + " bytes, and the last " + reserveBytes
                                    + " are not for writes"));
        } else {
            gate.open(NAME);
        }
        if (now != full) {
            full = now;
            LOG.warn(
                    now
                            ? "the disk is full: writes are refused until there is room for {} bytes again; there is for {}"
                            : "the disk has room again: writes are taken (from {} bytes on; there is room for {})",
                    reserveBytes,
                    bytes);
        }
        return bytes;
    }

    private void keepRoomForKafka(long bytes) {
        if (bytes >= reserveBytes + last.bytes()) {
            last.fill();
        } else if (bytes < last.pieceBytes() && !last.give() && !spent) {
            spent = true;
            LOG.error("there is room for {} bytes, and nothing left to give back: Kafka ends at the next write", bytes);
        }
        spent &= bytes < last.pieceBytes();
    }

    @Override
    public void close() {
        thread.close();
    }
}
