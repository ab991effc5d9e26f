package io.shiplog.journal.kafka.backup;

import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupPart;
import io.shiplog.journal.backup.BackupReader;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.backup.BackupWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a backup into a file, which is there when it is whole and on the disk. Until then it lies beside it, under a
 * name that ends with {@code .part}: a backup that broke off is taken up again for an hour, at the moment that it is
 * of.
 */
public final class BackupFile {
    private static final Duration WORTH_GOING_ON = Duration.ofHours(1);

    private BackupFile() {}

    /** A backup that broke off, and how far it is. */
    private record Broken(BackupReader read, KafkaBackup.Progress progress) {}

    /**
     * Writes a backup to a file; another one of that name is replaced when this one is whole.
     *
     * @param patience as of {@link KafkaBackup#plan}
     * @throws UncheckedIOException when it cannot be written
     */
    public static BackupHead write(KafkaBackup backup, Path file, boolean window, Duration patience) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Optional<Broken> broken = broken(backup, part, window);
            BackupHead head = broken.isPresent() ? broken.get().read().head() : backup.plan(window, patience);
            try (FileChannel channel = open(part, broken.isEmpty());
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20)) {
                channel.truncate(broken.map(found -> found.read().bytes()).orElse(0L));
                channel.position(channel.size());
                BackupWriter writer = broken.isPresent()
                        ? BackupWriter.goOn(out, broken.get().read())
                        : BackupWriter.begin(out, head);
                backup.read(
                        head, broken.map(Broken::progress).orElse(KafkaBackup.Progress.beginning(head)), writer::write);
                writer.end();
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return head;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the backup " + file, e);
        }
    }

    /** It holds Secrets: it is for its owner only. */
    private static FileChannel open(Path part, boolean fresh) throws IOException {
        if (fresh) {
            Files.deleteIfExists(part);
        }
        return FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Writes a backup to a stream, which stays its giver's to close. */
    public static BackupHead write(KafkaBackup backup, OutputStream stream, boolean window, Duration patience) {
        BackupHead head = backup.plan(window, patience);
        BackupWriter writer = BackupWriter.begin(stream, head);
        backup.read(head, KafkaBackup.Progress.beginning(head), writer::write);
        writer.end();
        return head;
    }

    /** Writes a stretch of the past to a stream, which stays its giver's to close. */
    public static void write(KafkaBackup backup, OutputStream stream, KafkaBackup.Recording recording) {
        BackupWriter writer = BackupWriter.begin(stream, recording.head());
        backup.read(recording.head(), KafkaBackup.Progress.beginning(recording.head()), writer::write);
        writer.end();
    }

    private static Optional<Broken> broken(KafkaBackup backup, Path part, boolean window) throws IOException {
        if (!Files.exists(part)) {
            return Optional.empty();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(part), 1 << 20)) {
            BackupReader reader = new BackupReader(in);
            BackupHead head = reader.head();
            Optional<KafkaBackup.Progress> progress = progress(reader);
            return head.base().window() == window
                            && head.made().plus(WORTH_GOING_ON).isAfter(Instant.now())
                            && progress.isPresent()
                            && backup.canGoOn(head, progress.get())
                    ? Optional.of(new Broken(reader, progress.get()))
                    : Optional.empty();
        } catch (BackupRefusedException e) {
            // Not even a head: there is nothing to go on with.
            return Optional.empty();
        }
    }

    /** Where it broke off; empty when it did not, and only has not got its name. */
    private static Optional<KafkaBackup.Progress> progress(BackupReader reader) {
        KafkaBackup.Progress progress = KafkaBackup.Progress.beginning(reader.head());
        try {
            for (Optional<BackupPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                progress = progress.with(part.get());
            }
            return Optional.empty();
        } catch (BackupRefusedException e) {
            return Optional.of(progress);
        }
    }
}
