package io.shiplog.journal.kafka.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.LocalPartition;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerPartitionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] VALUE = "{\"kind\":\"ConfigMap\"}".repeat(50).getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    void compressesWhatComesTogetherAndLeavesALoneProposalAsItIs() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            ClusterConfig cluster = kafka.cluster("c");
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            String topic = Topics.journal(cluster);
            LocalPartition partition = kafka.broker().partition(topic, 0);
            Path segment = directory.resolve("logs/c.journal-0/00000000000000000000.log");
            var record = new ProducerRecord<byte[], byte[]>(topic, VALUE);
            assertThat(partition.append(List.of(record), PATIENCE)).isZero();
            long alone = Files.size(segment);
            assertThat(alone).isGreaterThan(VALUE.length);
            assertThat(partition.append(Collections.nCopies(64, record), PATIENCE))
                    .isEqualTo(1);
            assertThat(Files.size(segment) - alone).isLessThan(10L * VALUE.length);
            assertThat(partition.end()).isEqualTo(65);
            var read = new CompletableFuture<LocalPartition.Fetched>();
            partition.read(1, read::complete);
            assertThat(read.get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            LocalPartition.Found.class,
                            found -> assertThat(found.records())
                                    .hasSize(64)
                                    .allSatisfy(each -> assertThat(each.value()).isEqualTo(VALUE)));
        }
    }
}
