package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.kafka.clients.BackgroundThread;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journals' newest segments to the disk again and again, on a thread of its own. Kafka's own setting for
 * that does nothing in the first half minute. What a state topic or a feed lacks is made anew from the journal, so only
 * that is synced.
 *
 * <p>Law: whatever was appended before a round began is on the disk when the round after it has ended.
 */
final class LogSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogSync.class);
    /** A segment that was closed since the last round has to be synced, too. */
    private static final int NEWEST = 2;

    private final Path logs;
    private final Map<Path, Long> synced = new HashMap<>();
    private final BackgroundThread thread;
    private boolean told;

    private LogSync(Path logs, Duration interval) {
        this.logs = logs;
        this.thread = BackgroundThread.every(interval, "journal-sync", this::round);
    }

    static LogSync start(Path logs, Duration interval) {
        var sync = new LogSync(logs, interval);
        sync.thread.start();
        return sync;
    }

    /** Syncs what has grown; returns how many files that were. */
    int round() {
        int files = 0;
        try {
            for (Path segment : newest()) {
                files += sync(segment) ? 1 : 0;
            }
            told = false;
        } catch (IOException e) {
            if (!told) {
                told = true;
                LOG.error("the journal cannot be brought to the disk in {}", logs, e);
            }
        }
        return files;
    }

    private boolean sync(Path segment) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            long size = channel.size();
            if (size == synced.getOrDefault(segment, 0L)) {
                return false;
            }
            channel.force(false);
            synced.put(segment, size);
            return true;
        } catch (NoSuchFileException e) {
            synced.remove(segment);
            return false;
        }
    }

    private List<Path> newest() throws IOException {
        List<Path> journals;
        try (Stream<Path> folders = Files.list(logs)) {
            journals = folders.filter(folder -> folder.getFileName().toString().endsWith(".journal-0"))
                    .toList();
        }
        List<Path> newest = new ArrayList<>();
        for (Path journal : journals) {
            try (Stream<Path> files = Files.list(journal)) {
                files.filter(file -> file.getFileName().toString().endsWith(".log"))
                        .sorted(Comparator.reverseOrder())
                        .limit(NEWEST)
                        .forEach(newest::add);
            }
        }
        synced.keySet().retainAll(newest);
        return newest;
    }

    /** Syncs once more, and ends. */
    @Override
    public void close() {
        thread.close();
        round();
    }
}
