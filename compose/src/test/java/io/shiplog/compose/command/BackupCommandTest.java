package io.shiplog.compose.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.Unrecoverable;
import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.testkit.Objects;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupCommandTest {
    private static final int REFUSED = 3;

    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    private Path data;
    private Path file;

    @BeforeEach
    void aStoppedCluster() throws Exception {
        data = folder.resolve("data");
        file = folder.resolve("backup");
        DataFolder.take(data).orElseThrow().close();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"))) {
            ClusterConfig cluster = kafka.cluster(ClusterConfig.STANDARD_NAME);
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
                journal.append(Objects.proposal(Objects.create(Objects.key("settings"), "u1", "v")))
                        .join();
            }
        }
    }

    @Test
    void aStoppedClusterIsBackedUpAndRestoredIntoAnEmptyFolder() throws Exception {
        assertThat(run(new BackupCommand(), file.toString(), "--data", data.toString(), "--window"))
                .isZero();
        assertThat(run(new RestoreCommand(), file.toString(), "--check")).isZero();
        assertThat(out.toString()).contains("The backup is whole").contains("at resourceVersion 1");
        Path restored = folder.resolve("restored");
        byte[] bytes = Files.readAllBytes(file);
        assertThat(run(new RestoreCommand(new ByteArrayInputStream(bytes)), "-", "--data", restored.toString()))
                .isZero();
        assertThat(out.toString()).contains("./shiplog up --data " + restored);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(restored.resolve("kafka"))) {
            var state = Boot.boot(kafka.cluster(ClusterConfig.STANDARD_NAME)).state();
            assertThat(state.list(Objects.CONFIG_MAPS))
                    .singleElement()
                    .satisfies(object -> assertThat(object.uid()).isEqualTo("u1"));
        }
        assertThat(run(new RestoreCommand(), file.toString(), "--data", restored.toString()))
                .isEqualTo(REFUSED);
        assertThat(out.toString()).contains("has a cluster 'shiplog' already").contains("nothing was changed");
    }

    @Test
    void whatIsNoWholeBackupIsRefusedAndNothingIsMade() throws Exception {
        Path empty = folder.resolve("empty");
        refused(empty, folder.resolve("absent"), "there is no file");
        refused(empty, Files.writeString(file, "kind: Pod"), "this is no backup of Shiplog");
        refused(empty, Files.writeString(file, "shiplog-backup\n"), "truncated");
        assertThat(empty).doesNotExist();
    }

    private void refused(Path target, Path backup, String why) {
        assertThat(run(new RestoreCommand(), backup.toString(), "--data", target.toString()))
                .isEqualTo(REFUSED);
        assertThat(out.toString()).contains(why);
    }

    /** The exit code, as of the whole command line. */
    private int run(Callable<Integer> command, String... arguments) {
        CommandLine line = new CommandLine(command);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            out.append(String.valueOf(failure.getMessage()));
            return Unrecoverable.in(failure).isPresent() ? REFUSED : 1;
        });
        return line.execute(arguments);
    }
}
