package io.shiplog.journal.kafka.backup;

import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupShelf;
import io.shiplog.journal.kafka.clients.BackgroundThread;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes backups to a folder while a cluster runs, and deletes those that are not kept any more, when a newer one is
 * whole. One that could not be written is told of and tried again a minute later.
 */
public final class ScheduledBackups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledBackups.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Where to, and how often.
     *
     * @param window whether the past is in them
     */
    public record Plan(Path folder, BackupShelf shelf, boolean window) {}

    private final ClusterConfig cluster;
    private final Plan plan;
    private final BackgroundThread thread;
    private Instant rest = Instant.EPOCH;

    private ScheduledBackups(ClusterConfig cluster, Plan plan) {
        this.cluster = cluster;
        this.plan = plan;
        this.thread = BackgroundThread.every(LOOK, "backups", this::look);
    }

    /**
     * Starts.
     *
     * @param cluster as its reader
     * @throws UncheckedIOException when the folder cannot be written to
     */
    public static ScheduledBackups start(ClusterConfig cluster, Plan plan) {
        try {
            Files.createDirectories(plan.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write backups to " + plan.folder(), e);
        }
        if (!Files.isWritable(plan.folder())) {
            throw new IllegalStateException("cannot write backups to " + plan.folder() + ": it may not be written to");
        }
        ScheduledBackups backups = new ScheduledBackups(cluster, plan);
        backups.thread.start();
        return backups;
    }

    private void look() {
        Instant now = Instant.now();
        if (now.isBefore(rest)) {
            return;
        }
        try {
            if (plan.shelf().isDue(names(), now)) {
                write(now);
                tidy();
            }
        } catch (IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return; // closing
            }
            rest = now.plus(REST);
            LOG.warn("no backup could be written to {}: {}", plan.folder(), e.getMessage());
        }
    }

    private void write(Instant now) {
        try (KafkaBackup backup = new KafkaBackup(cluster)) {
            BackupHead head =
                    BackupFile.write(backup, plan.folder().resolve(BackupShelf.name(now)), plan.window(), PATIENCE);
            LOG.info("backed up {} to {}", head, plan.folder());
        }
    }

    private void tidy() throws IOException {
        for (String outdated : plan.shelf().outdated(names())) {
            Files.delete(plan.folder().resolve(outdated));
        }
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(plan.folder())) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
