package io.shiplog.journal.testkit;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An embedded Kafka that the tests of a class share, each with a cluster of its own name. */
public final class KafkaForTests implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Path directory;
    private @Nullable EmbeddedKafka kafka;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path fresh = Files.createTempDirectory("kafka-for-tests");
        directory = fresh;
        kafka = EmbeddedKafka.start(fresh);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        get().close();
        try (var all = Files.walk(Objects.requireNonNull(directory))) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** The Kafka itself. */
    public EmbeddedKafka get() {
        return Objects.requireNonNull(kafka);
    }

    /** A cluster whose topics are there. */
    public ClusterConfig cluster(String name) {
        ClusterConfig cluster = get().cluster(name);
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        return cluster;
    }
}
