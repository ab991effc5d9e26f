package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.backup.BackupRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data folder of a fork. One that nobody named goes with the fork. */
record ForkFolder(Path path, boolean kept) implements AutoCloseable {

    /**
     * Makes it.
     *
     * @param wanted null for one that goes
     * @throws BackupRefusedException when there is something already
     */
    static ForkFolder make(@Nullable Path wanted) throws IOException {
        if (wanted == null) {
            return new ForkFolder(Files.createTempDirectory("shiplog-fork"), false);
        }
        if (Files.exists(wanted)) {
            throw new BackupRefusedException(
                    wanted + " is there already, and a fork needs a folder of its own; nothing was changed");
        }
        return new ForkFolder(wanted, true);
    }

    DataFolder take() {
        return DataFolder.take(path)
                .orElseThrow(() -> new IllegalStateException("another process has taken the new folder " + path));
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the fork's folder " + path, e);
        }
    }
}
