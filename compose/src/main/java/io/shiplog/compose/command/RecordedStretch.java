package io.shiplog.compose.command;

import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupReader;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.kafka.backup.BackupFile;
import io.shiplog.journal.kafka.backup.KafkaBackup;
import io.shiplog.journal.past.MomentName;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a cluster's past in a file, which is a backup.
 *
 * @param at the resourceVersion that it is about from
 * @param until the one that it is about to
 */
record RecordedStretch(Path file, long at, long until) {

    /** Copies it from a cluster's topics, whether it runs or not, and changes nothing there. */
    static RecordedStretch copied(BackedUpTopics topics, Path file, MomentName at, @Nullable MomentName until) {
        return topics.reading(cluster -> {
            try (KafkaBackup backup = new KafkaBackup(cluster);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(secret(file)), 1 << 20)) {
                KafkaBackup.Recording recording = backup.plan(at, until, Instant.now());
                BackupFile.write(backup, out, recording);
                return new RecordedStretch(
                        file, recording.at(), recording.head().moment().resourceVersion());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        });
    }

    /**
     * Finds it in a backup that there is.
     *
     * @throws BackupRefusedException when the moments are named by anything but resourceVersions
     */
    static RecordedStretch in(Path file, MomentName at, @Nullable MomentName until) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BackupRefusedException("there is no file " + file);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            BackupHead head = new BackupReader(in).head();
            long last = head.moment().resourceVersion();
            return new RecordedStretch(file, version(at), until == null ? last : version(until));
        }
    }

    private static long version(MomentName name) {
        if (name instanceof MomentName.Version(long version)) {
            return version;
        }
        throw new BackupRefusedException(
                "name the moments of a backup by their resourceVersions: " + name + " is none");
    }

    /** For its owner only: Secrets are in it. */
    static Path secret(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
