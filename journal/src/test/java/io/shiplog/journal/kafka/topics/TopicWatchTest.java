package io.shiplog.journal.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicWatchTest {
    @TempDir
    Path directory;

    @Test
    void tellsOfATopicThatWasDeletedOrMadeAgainUnderItsName() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            ClusterConfig cluster = kafka.cluster("c");
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            var replaced = new CompletableFuture<Throwable>();
            try (Admin admin = Admin.create(cluster.clientSettings());
                    TopicWatch watch = TopicWatch.start(
                            cluster, List.of("c.state", "c.journal"), Duration.ofMillis(20), replaced::complete)) {
                watch.awaitIds();
                assertThat(replaced).isNotDone();
                admin.deleteTopics(List.of("c.journal")).all().get(20, TimeUnit.SECONDS);
                TopicSetup.ensure(cluster, TopicSettings.singleBroker());
                assertThat(replaced.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(TopicReplacedException.class)
                        .hasMessageContaining("the topic c.journal was deleted");
            }
        }
    }
}
