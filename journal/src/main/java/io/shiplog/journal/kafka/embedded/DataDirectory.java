package io.shiplog.journal.kafka.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that an embedded Kafka lives in, locked by whoever uses it. The lock is the kernel's: it is gone when the
 * process is, however that ends.
 */
final class DataDirectory implements AutoCloseable {
    private final Path logs;
    private final FileChannel lock;

    private DataDirectory(Path logs, FileChannel lock) {
        this.logs = logs;
        this.lock = lock;
    }

    static DataDirectory lock(Path directory) {
        Path absolute = directory.toAbsolutePath();
        Path logs = absolute.resolve("logs");
        try {
            Files.createDirectories(logs);
            FileChannel channel = FileChannel.open(
                    absolute.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new DataDirectoryInUseException(absolute);
            }
            return new DataDirectory(logs, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data directory " + absolute, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by another part of this process
        }
    }

    /** Where Kafka keeps its logs. */
    Path logs() {
        return logs;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock the data directory of " + logs, e);
        }
    }
}
