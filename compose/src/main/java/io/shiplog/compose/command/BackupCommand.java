package io.shiplog.compose.command;

import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.kafka.backup.BackupFile;
import io.shiplog.journal.kafka.backup.KafkaBackup;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shiplog backup}: a cluster as it is now, in a file. Reads only, whether the cluster runs or not. */
@Command(
        name = "backup",
        description = "Writes a backup of a cluster, at one resourceVersion, while it works.",
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
    /** How long the materializer may take to say what the state comes to. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE|-", description = "the file to write, which is there when it is whole; - for stdout")
    private String file = "";

    @Option(names = "--window", description = "with the past, as far as the audit window reaches")
    private boolean window;

    @Mixin
    private BackedUpTopics topics = new BackedUpTopics();

    @Override
    public Integer call() throws Exception {
        if (!file.equals("-")) {
            Path folder = Path.of(file).toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new IllegalArgumentException("there is no folder " + folder);
            }
        }
        BackupHead head = topics.reading(this::written);
        // Not on stdout, where the backup may be.
        spec.commandLine().getErr().println("backed up " + head);
        spec.commandLine().getErr().flush();
        return 0;
    }

    private BackupHead written(ClusterConfig cluster) {
        try (KafkaBackup backup = new KafkaBackup(cluster)) {
            if (file.equals("-")) {
                OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 20);
                return BackupFile.write(backup, out, window, PATIENCE);
            }
            return BackupFile.write(backup, Path.of(file).toAbsolutePath(), window, PATIENCE);
        }
    }
}
