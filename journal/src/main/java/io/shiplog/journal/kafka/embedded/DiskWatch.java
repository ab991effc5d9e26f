package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.WritesRefusedException;
import io.shiplog.journal.kafka.clients.BackgroundThread;
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

    private final LongSupplier free;
    private final long reserveBytes;
    private final WriteGate gate;
    private final BackgroundThread thread;
    private boolean full;

    private DiskWatch(LongSupplier free, long reserveBytes, Duration interval, WriteGate gate) {
        this.free = free;
        this.reserveBytes = reserveBytes;
        this.gate = gate;
        this.thread = BackgroundThread.every(interval, "disk-space", this::look);
    }

    /**
     * Starts to watch.
     *
     * @param free how many bytes there is room for
     */
    static DiskWatch start(LongSupplier free, long reserveBytes, Duration interval, WriteGate gate) {
        var watch = new DiskWatch(free, reserveBytes, interval, gate);
        watch.look();
        watch.thread.start();
        return watch;
    }

    void look() {
        long bytes = free.getAsLong();
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
    }

    @Override
    public void close() {
        thread.close();
    }
}
