package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shiplog.journal.WriteGate;
import io.shiplog.journal.WritesRefusedException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.loop.DutyCycle;
import io.shiplog.journal.loop.Loop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
    private static final ClusterConfig CLUSTER = new ClusterConfig("unused:1", "c", Map.of());
    private static final TopicPartition TOPIC = new TopicPartition("records", 0);

    @TempDir
    Path directory;

    private final WriteGate writes = new WriteGate();
    private TopologyTestDriver driver;
    private int rounds;

    @BeforeEach
    void start() {
        var topology = new Topology();
        topology.addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), TOPIC.topic());
        topology.addProcessor("rounds", Counting::new, "source");
        var settings = new StreamsSettings(CLUSTER, "test", directory, Optional.empty(), writes);
        driver = new TopologyTestDriver(topology, settings.properties("test"));
        pipe();
    }

    @AfterEach
    void stop() {
        unread(Set.of());
        driver.close();
    }

    @Test
    void aRoundWaitsForRecordsThatAreToBeTaken() {
        unread(Set.of(TOPIC));
        driver.advanceWallClockTime(Duration.ofMillis(5));
        assertThat(rounds).isZero();
        pipe();
        driver.advanceWallClockTime(Duration.ofMillis(5));
        assertThat(rounds).isEqualTo(1);
    }

    @Test
    void aRoundDoesNotWaitForRecordsForEver() {
        unread(Set.of(TOPIC));
        await().until(() -> {
            driver.advanceWallClockTime(Duration.ofMillis(5));
            return rounds > 0;
        });
    }

    @Test
    void nothingIsDecidedWhileWritesAreRefused() {
        writes.close("test", new WritesRefusedException(WritesRefusedException.Cause.DISK_FULL, "disk full"));
        driver.advanceWallClockTime(Duration.ofMillis(5));
        pipe();
        driver.advanceWallClockTime(Duration.ofMillis(5));
        assertThat(rounds).isZero();
        writes.open("test");
        driver.advanceWallClockTime(Duration.ofMillis(5));
        assertThat(rounds).isEqualTo(1);
    }

    private void pipe() {
        driver.createInputTopic(TOPIC.topic(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new byte[0], new byte[0]);
    }

    /** One more record was fetched of these. */
    private static void unread(Set<TopicPartition> assigned) {
        var next = new ConsumerRecord<>(TOPIC.topic(), 0, 1, new byte[0], new byte[0]);
        Unread.ofThisThread()
                .polled(
                        new ConsumerRecords<>(Map.of(TOPIC, List.of(next)), Map.of()),
                        assigned,
                        _ -> OptionalLong.empty());
    }

    private final class Counting implements Processor<byte[], byte[], Void, Void>, Loop {
        private @Nullable ProcessorContext<Void, Void> context;

        @Override
        public void init(ProcessorContext<Void, Void> task) {
            context = task;
            Rounds.start(
                    task,
                    new Rounds.Settings(
                            Duration.ofSeconds(1),
                            DutyCycle.none(),
                            CacheSync.complete(),
                            () -> 0,
                            new Instruments(new SimpleMeterRegistry()).loop("counting"),
                            StreamsSettings.writes(task)),
                    this,
                    _ -> {});
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            Unread.ofThisThread().taken(context.recordMetadata().orElseThrow(), record.timestamp());
        }

        @Override
        public void work(Instant now, BooleanSupplier goOn) {
            rounds++;
        }

        @Override
        public @Nullable Instant due(Instant now) {
            return null;
        }

        @Override
        public int backlog() {
            return 0;
        }

        @Override
        public int underway() {
            return 0;
        }
    }
}
