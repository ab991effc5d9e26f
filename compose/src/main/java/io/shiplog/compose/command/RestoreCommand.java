package io.shiplog.compose.command;

import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.kafka.backup.KafkaRestore;
import io.shiplog.journal.kafka.topics.AuditWindow;
import io.shiplog.journal.kafka.topics.TopicSetup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code shiplog restore}: a cluster from a backup, in an empty Kafka. Reads the whole backup before it does anything.
 */
@Command(
        name = "restore",
        description = "Restores a backup into an empty Kafka, from which a cluster then starts."
                + " (restore TYPE/NAME --at MOMENT makes an object what it was.)",
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
    private final InputStream input;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE|-", arity = "0..1", description = "the backup; - for stdin")
    private @Nullable String file;

    @Option(names = "--check", description = "only reads the backup to its end, and tells what it is")
    private boolean check;

    @Option(names = "--discard", description = "deletes what a restore that did not finish has made")
    private boolean discard;

    @Mixin
    private BackedUpTopics topics = new BackedUpTopics();

    @Mixin
    private AuditOptions audit = new AuditOptions();

    public RestoreCommand() {
        this(System.in);
    }

    /** @param input what {@code -} is */
    RestoreCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        if (discard) {
            say(
                    topics.writing(KafkaRestore::discard)
                            ? "What the restore had made is deleted."
                            : "There is no restore that did not finish: nothing was changed.");
            return 0;
        }
        if (file == null) {
            throw new IllegalArgumentException("name the backup, or - for stdin");
        }
        if (file.equals("-")) {
            return spooled();
        }
        if (!Files.isRegularFile(Path.of(file))) {
            throw new BackupRefusedException("there is no file " + file);
        }
        return restored(Path.of(file));
    }

    /** What is checked first has to be read twice. */
    private int spooled() throws IOException {
        Path spool = Files.createTempFile(
                "shiplog-restore",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(spool)) {
                input.transferTo(out);
            }
            return restored(spool);
        } finally {
            Files.delete(spool);
        }
    }

    private int restored(Path backup) {
        BackupHead head = KafkaRestore.check(backup);
        if (check) {
            say("The backup is whole: " + head + ", made " + head.made());
            return 0;
        }
        topics.writing(cluster -> {
            KafkaRestore.run(
                    cluster, backup, head, TopicSetup.settingsFor(cluster).with(window()));
            return cluster;
        });
        say("restored " + head + ", made " + head.made());
        say("Start it with:  " + topics.start());
        return 0;
    }

    private AuditWindow window() {
        return audit.window().orElse(AuditWindow.WEEK);
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
