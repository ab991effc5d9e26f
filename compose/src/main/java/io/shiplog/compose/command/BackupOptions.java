package io.shiplog.compose.command;

import io.shiplog.journal.backup.BackupShelf;
import io.shiplog.journal.kafka.backup.ScheduledBackups;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The backups that a running cluster writes by itself. */
final class BackupOptions {
    @Option(
            names = "--backup-dir",
            paramLabel = "DIR",
            description = "a folder that backups are written to while the cluster runs (default: none are)")
    private @Nullable Path folder;

    @Option(
            names = "--backup-every",
            defaultValue = "1d",
            paramLabel = "TIME",
            description = "how often, such as 1d, 6h or 30m (default: ${DEFAULT-VALUE})")
    private String every = "1d";

    @Option(
            names = "--backup-keep",
            defaultValue = "7",
            paramLabel = "N",
            description = "how many of them are kept (default: ${DEFAULT-VALUE})")
    private int keep;

    @Option(names = "--backup-window", description = "they have the past in them, as far as the audit window reaches")
    private boolean window;

    Optional<ScheduledBackups.Plan> plan() {
        return Optional.ofNullable(folder)
                .map(to -> new ScheduledBackups.Plan(
                        to.toAbsolutePath(), new BackupShelf(AuditOptions.time(every), keep), window));
    }
}
