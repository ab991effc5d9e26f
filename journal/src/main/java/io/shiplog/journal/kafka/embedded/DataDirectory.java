package io.shiplog.journal.kafka.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that an embedded Kafka lives in, locked by whoever uses it. The lock is the kernel's: it is gone when the
 * process is, however that ends.
 */
final class DataDirectory implements AutoCloseable {
    /** The folder of credentials within. */
    static final String CLIENTS = "clients";

    private final Path logs;
    private final Path clients;
    private final FileChannel lock;

    private DataDirectory(Path logs, Path clients, FileChannel lock) {
        this.logs = logs;
        this.clients = clients;
        this.lock = lock;
    }

    static DataDirectory lock(Path directory) {
        Path absolute = directory.toAbsolutePath();
        Path logs = absolute.resolve("logs");
        try {
            Files.createDirectories(logs);
            // Records hold Secrets.
            Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
            FileChannel channel = FileChannel.open(
                    absolute.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new DataDirectoryInUseException(absolute);
            }
            return new DataDirectory(logs, absolute.resolve(CLIENTS), channel);
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

    /** Where the credentials of its clients lie. */
    Path clients() {
        return clients;
    }

    /** How many bytes there is room for. */
    long free() {
        try {
            return Files.getFileStore(logs).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell the room that " + logs + " has", e);
        }
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
