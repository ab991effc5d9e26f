package io.shiplog.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that meets what no restart cures ends with a code of its own: whoever looks after it need not try again.
 */
class ExitCodeTest {
    private static final int CANNOT_GO_ON = 3;

    @TempDir
    Path data;

    @Test
    void aStartOnADamagedJournalIsRefusedWithIt() throws Exception {
        DamagedCluster.trimmed(data.resolve("kafka"));
        DamagedCluster.flipAByte(data.resolve("kafka"));
        try (ChildJvm up = ChildJvm.start(
                Main.class, "up", "--data", data.toString(), "--port", "0", "--nodes", "0", "--engine", "simulated")) {
            assertThat(up.exitCode()).isEqualTo(CANNOT_GO_ON);
        }
    }

    @Test
    void aClusterWhoseJournalLostWhatWasNotMaterializedIsRefusedWithIt() throws Exception {
        DamagedCluster.trimmed(data.resolve("kafka"));
        try (ChildJvm up = ChildJvm.start(
                Main.class, "up", "--data", data.toString(), "--port", "0", "--nodes", "0", "--engine", "simulated")) {
            assertThat(up.exitCode()).isEqualTo(CANNOT_GO_ON);
        }
    }

    @Test
    void aRunningRoleWhoseTopicIsDeletedEndsWithIt() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"))) {
            ClusterConfig cluster = kafka.cluster(ClusterConfig.STANDARD_NAME);
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            try (ChildJvm scheduler = ChildJvm.start(
                            Main.class,
                            "scheduler",
                            "--kafka",
                            kafka.bootstrapServers(),
                            "--data",
                            data.toString(),
                            "--endpoint-port",
                            "0");
                    Admin admin = Admin.create(cluster.clientSettings())) {
                scheduler.await("shiplog scheduler is ready");
                admin.deleteTopics(List.of(Topics.state(cluster))).all().get(20, TimeUnit.SECONDS);
                assertThat(scheduler.exitCode()).isEqualTo(CANNOT_GO_ON);
            }
        }
    }
}
