package io.shiplog.journal.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.objects.GroupResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedFollowerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @Test
    void waitsForAFeedThatNobodyHasWrittenAndThenTellsEveryChange() throws ExecutionException, InterruptedException {
        try (var kafka = EmbeddedKafka.start(data)) {
            ClusterConfig cluster = kafka.cluster("c");
            GroupResource pods = GroupResource.core("pods");
            String topic = Topics.export(cluster, pods);
            var heard = new Heard();
            try (var follower = FeedFollower.start(cluster, topic, heard)) {
                TopicSetup.ensureExports(cluster, List.of(pods), TopicSettings.singleBroker());
                write(cluster, topic, "ns/a", "1");
                await().atMost(PATIENCE).until(() -> heard.all.contains("loaded"));
                write(cluster, topic, "ns/b", "1");
                write(cluster, topic, "ns/a", null);
                await().atMost(PATIENCE).until(() -> heard.all.size() >= 4);
                assertThat(follower).isNotNull();
            }
            assertThat(heard.all).containsExactly("ns/a=1", "loaded", "ns/b=1", "ns/a gone");
            var later = new Heard();
            try (var follower = FeedFollower.start(cluster, topic, later)) {
                await().atMost(PATIENCE).until(() -> later.all.contains("loaded"));
                assertThat(follower).isNotNull();
            }
            assertThat(later.all).contains("ns/b=1").last().isEqualTo("loaded");
        }
    }

    private static void write(ClusterConfig cluster, String topic, String key, @Nullable String value)
            throws ExecutionException, InterruptedException {
        try (var producer =
                new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] bytes = value == null ? null : value.getBytes(UTF_8);
            producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), bytes))
                    .get();
        }
    }

    /** Keeps what it hears. */
    private static final class Heard implements FeedFollower.Listener {
        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        public void changed(Map<String, byte @Nullable []> latest) {
            latest.forEach((key, value) -> all.add(key + (value == null ? " gone" : "=" + new String(value, UTF_8))));
        }

        @Override
        public void loaded() {
            all.add("loaded");
        }

        @Override
        public void failed(Throwable fault) {
            all.add("failed: " + fault);
        }
    }
}
