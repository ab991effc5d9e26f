package io.shiplog.compose.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.compose.Main;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.testkit.ChildJvm;
import io.shiplog.journal.testkit.Objects;
import io.shiplog.journal.view.StateRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyCommandTest {
    @TempDir
    Path data;

    private final StringWriter said = new StringWriter();

    @Test
    void looksThroughARunningClusterAndAStoppedOneAndEndsWithACodeOfItsOwnWhereSomethingDiffers() throws Exception {
        try (ChildJvm up = ChildJvm.start(
                Main.class, "up", "--data", data.toString(), "--port", "0", "--nodes", "0", "--engine", "simulated")) {
            up.await("The cluster is ready");
            assertThat(verify()).as(said.toString()).isZero();
            assertThat(said.toString())
                    .contains("proposals folded, from resourceVersion 0")
                    .contains(" agree");
        }
        assertThat(verify()).as(said.toString()).isZero();

        String key = forge();
        assertThat(verify()).isEqualTo(VerifyCommand.DIFFERENT);
        assertThat(said.toString())
                .contains("first difference: shiplog.state-0 offset ")
                .contains(key);
    }

    @Test
    void saysWhenThereIsNoClusterToLookAt() {
        StringWriter error = new StringWriter();
        var command = new CommandLine(new VerifyCommand());
        command.setErr(new PrintWriter(error));
        assertThat(command.execute("--data", data.resolve("nothing").toString()))
                .isEqualTo(1);
        assertThat(error.toString()).contains("there is no embedded Kafka in ");
    }

    private int verify() {
        var command = new CommandLine(new VerifyCommand());
        command.setOut(new PrintWriter(said));
        return command.execute("--data", data.toString());
    }

    /** Somebody writes past the materializer. */
    private String forge() throws Exception {
        var key = Objects.key("forged");
        var record = new StateRecord(Objects.CONFIG_MAPS, key, "u", 1, "nobody", Objects.configMap(key, "u", "x"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"))) {
            ClusterConfig cluster = kafka.cluster(ClusterConfig.STANDARD_NAME);
            try (var producer = new KafkaProducer<>(
                    JournalClients.producer(cluster, JournalSettings.DEFAULT),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(
                                Topics.state(cluster),
                                0,
                                StateRecordFormat.key(record.ref()),
                                record.object(),
                                StateRecordFormat.headers(record)))
                        .get();
            }
        }
        return key.toString();
    }
}
