package io.shiplog.reconcilers.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.Write;
import io.shiplog.resources.kinds.pod.Pods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal is the truth: whatever the state topic lost in a crash is written again from the journal. */
class StateLossTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OBJECTS = 60;

    @TempDir
    Path directory;

    /** What happens to the newest segment of the state topic while nobody runs. */
    @FunctionalInterface
    private interface Damage {
        void to(FileChannel segment) throws IOException;
    }

    @Test
    void aStateTopicThatLostItsTailIsWrittenAgain() throws Exception {
        survives(segment -> segment.truncate(segment.size() - 300));
    }

    @Test
    void aStateTopicWithAFlippedByteInTheMiddleIsWrittenAgain() throws Exception {
        survives(segment -> {
            ByteBuffer one = ByteBuffer.allocate(1);
            long middle = segment.size() / 2;
            segment.read(one, middle);
            segment.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), middle);
        });
    }

    private void survives(Damage damage) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                Cluster cluster = new Cluster(directory, kafka.cluster("c"));
                StreamsApplication materializer = cluster.materializer("one")) {
            await().atMost(PATIENCE).until(materializer::ready);
            for (int i = 0; i < OBJECTS; i++) {
                cluster.propose(pod(i));
                String written = "ns/p" + i;
                await().atMost(PATIENCE).until(() -> cluster.get(Pods.RESOURCE, written) != null);
            }
        }
        Path logs = directory.resolve("kafka/logs");
        Files.delete(logs.resolve(".kafka_cleanshutdown"));
        Path segment = logs.resolve("c.state-0/00000000000000000000.log");
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            damage.to(channel);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                Cluster cluster = new Cluster(directory, kafka.cluster("c"));
                StreamsApplication materializer = cluster.materializer("one")) {
            await().atMost(PATIENCE).until(materializer::ready);
            cluster.propose(pod(OBJECTS));
            await().atMost(PATIENCE).until(() -> cluster.get(Pods.RESOURCE, "ns/p" + OBJECTS) != null);
            assertThat(cluster.state().list(Pods.RESOURCE))
                    .as(Topics.state(cluster.config))
                    .hasSize(OBJECTS + 1);
            for (int i = 0; i < OBJECTS; i++) {
                assertThat(cluster.get(Pods.RESOURCE, "ns/p" + i)).isNotNull();
            }
        }
    }

    private static Write pod(int number) {
        String json = """
                {"metadata":{"name":"p%1$d","namespace":"ns","uid":"u%1$d"}}""".formatted(number);
        return Write.create(Pods.RESOURCE, ObjectKey.parse("ns/p" + number), "u" + number, json.getBytes(UTF_8));
    }
}
