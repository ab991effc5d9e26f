package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.shiplog.journal.Unrecoverable;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.ObjectRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsApplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MeterRegistry METERS = Instruments.unread().registry();

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void anApplicationThatLostItsNameStandsByUntilTheOtherIsGone() {
        ClusterConfig cluster = cluster("name");
        AtomicInteger firstStarts = new AtomicInteger();
        AtomicInteger secondStarts = new AtomicInteger();
        try (var first =
                StreamsApplication.start(() -> topology(cluster, firstStarts), settings(cluster, "first"), METERS)) {
            first.running().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            try (var second = StreamsApplication.start(
                    () -> topology(cluster, secondStarts), settings(cluster, "second"), METERS)) {
                second.running()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join();
                await().atMost(PATIENCE).until(() -> !first.ready());
                // Longer than it takes to start: who does not stand by has taken the name back by then.
                await().during(Duration.ofSeconds(4))
                        .atMost(PATIENCE)
                        .until(() -> second.ready() && !first.ready() && firstStarts.get() == 1);
                assertThat(secondStarts).hasValue(1);
            }
            await().atMost(PATIENCE).until(first::ready);
        }
    }

    @Test
    void anApplicationThatDiesOfAnErrorIsStartedAgain() {
        ClusterConfig cluster = cluster("error");
        AtomicInteger starts = new AtomicInteger();
        try (var application = StreamsApplication.start(
                () -> {
                    if (starts.incrementAndGet() < 3) {
                        throw new NoClassDefFoundError("injected");
                    }
                    return topology(cluster, starts);
                },
                settings(cluster, "error"),
                METERS)) {
            application
                    .running()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            assertThat(application.ready()).isTrue();
        }
    }

    @Test
    void anApplicationThatMeetsWhatNoRestartCuresStaysEndedAndSaysWhy() {
        ClusterConfig cluster = cluster("end");
        AtomicInteger starts = new AtomicInteger();
        try (var application = StreamsApplication.start(
                () -> topology(cluster, () -> {
                    starts.incrementAndGet();
                    throw new Incurable();
                }),
                settings(cluster, "end"),
                METERS)) {
            assertThat(application
                            .ended()
                            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isInstanceOf(Incurable.class);
            assertThat(application.running()).isCompletedExceptionally();
            assertThat(starts).hasValue(1);
        }
    }

    private static final class Incurable extends RuntimeException implements Unrecoverable {
        private static final long serialVersionUID = 1L;
    }

    private static ClusterConfig cluster(String name) {
        ClusterConfig cluster = kafka.cluster(name);
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        return cluster;
    }

    private static Properties settings(ClusterConfig cluster, String process) {
        return new StreamsSettings(cluster, "same", directory.resolve(process)).properties("application");
    }

    private static Topology topology(ClusterConfig cluster, AtomicInteger starts) {
        return topology(cluster, starts::incrementAndGet);
    }

    private static Topology topology(ClusterConfig cluster, Runnable start) {
        var topology = new Topology();
        ViewTopology.add(topology, cluster, ViewTopology.EVERYTHING);
        ViewTopology.feed(topology, "hub", () -> new Processor<ObjectRef, StateRecord, Void, Void>() {
            @Override
            public void init(ProcessorContext<Void, Void> context) {
                start.run();
            }

            @Override
            public void process(Record<ObjectRef, StateRecord> record) {}
        });
        return topology;
    }
}
