package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.LocalPartition;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalConsumerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static ClusterConfig cluster;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        cluster = kafka.guardedCluster();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void readsWhatItsGroupGivesIt() {
        append(topic("whole"), 0, "1", "2");
        try (LocalConsumer consumer = consumer("whole")) {
            assertThat(read(consumer, 2)).containsExactly("1", "2");
            append("whole", 0, "3");
            assertThat(read(consumer, 1)).containsExactly("3");
            assertThat(consumer.position(new TopicPartition("whole", 0))).isEqualTo(3);
            assertThat(consumer.currentLag(new TopicPartition("whole", 0))).hasValue(0);
        }
    }

    @Test
    void goesOnWhereItsGroupCommitted() {
        append(topic("committed"), 0, "1", "2", "3");
        try (LocalConsumer consumer = consumer("committed")) {
            read(consumer, 3);
            consumer.commitSync(Map.of(new TopicPartition("committed", 0), new OffsetAndMetadata(2)));
        }
        try (LocalConsumer consumer = consumer("committed")) {
            assertThat(read(consumer, 1)).containsExactly("3");
        }
    }

    @Test
    void aPausedPartitionIsReadWhenItIsResumed() {
        append(topic("paused"), 0, "1");
        var partition = new TopicPartition("paused", 0);
        try (LocalConsumer consumer = consumer("paused")) {
            read(consumer, 1);
            consumer.pause(Set.of(partition));
            append("paused", 0, "2");
            assertThat(consumer.poll(Duration.ofMillis(200)).isEmpty()).isTrue();
            assertThat(consumer.paused()).containsExactly(partition);
            consumer.resume(Set.of(partition));
            assertThat(read(consumer, 1)).containsExactly("2");
        }
    }

    @Test
    void readsAgainFromWhereItIsSent() {
        append(topic("seek"), 0, "1", "2", "3");
        var partition = new TopicPartition("seek", 0);
        try (LocalConsumer consumer = consumer("seek")) {
            read(consumer, 3);
            consumer.seek(partition, 1);
            assertThat(read(consumer, 2)).containsExactly("2", "3");
            consumer.seekToBeginning(Set.of(partition));
            assertThat(read(consumer, 3)).containsExactly("1", "2", "3");
            consumer.seekToEnd(Set.of(partition));
            assertThat(consumer.position(partition)).isEqualTo(3);
            append("seek", 0, "4");
            assertThat(read(consumer, 1)).containsExactly("4");
        }
    }

    @Test
    void takesOverThePartitionsOfOneThatLeaves() {
        try (LocalConsumer stays = consumer(topic("left"))) {
            try (LocalConsumer leaves = consumer("left")) {
                await().atMost(PATIENCE).until(() -> {
                    stays.poll(Duration.ofMillis(20));
                    leaves.poll(Duration.ofMillis(20));
                    return stays.assignment().size() == 1 && leaves.assignment().size() == 1;
                });
            }
            await().atMost(PATIENCE).until(() -> {
                stays.poll(Duration.ofMillis(20));
                return stays.assignment().size() == 2;
            });
            append("left", 0, "0");
            append("left", 1, "1");
            assertThat(read(stays, 2)).containsExactlyInAnyOrder("0", "1");
        }
    }

    /** A topic with two partitions. */
    private static String topic(String name) {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            admin.createTopics(List.of(new NewTopic(name, 2, (short) 1)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        return name;
    }

    private static void append(String topic, int partition, String... values) {
        LocalPartition log = kafka.broker().partition(topic, partition);
        log.append(
                List.of(values).stream()
                        .map(value -> new ProducerRecord<byte[], byte[]>(topic, value.getBytes(UTF_8)))
                        .toList(),
                PATIENCE);
    }

    /** One of the topic's own group, which has no name there: who closes it leaves at once. */
    private static LocalConsumer consumer(String topic) {
        Map<String, Object> settings = cluster.clientSettings();
        settings.put("group.id", "test-" + topic);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("heartbeat.interval.ms", 100);
        var consumer = new LocalConsumer(settings, kafka.broker(), new Lag().ofConsumer());
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                assertThat(partitions).allMatch(each -> each.topic().equals(topic));
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                assertThat(partitions).allMatch(each -> each.topic().equals(topic));
            }
        });
        return consumer;
    }

    /** The next values, so many. */
    private static List<String> read(LocalConsumer consumer, int count) {
        List<String> values = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> values.add(new String(record.value(), UTF_8)));
            return values.size() >= count;
        });
        return values;
    }
}
