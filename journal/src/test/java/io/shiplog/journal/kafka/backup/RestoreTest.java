package io.shiplog.journal.kafka.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.Unrecoverable;
import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.RestoreTopics;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.kafka.topics.UnfinishedRestoreException;
import io.shiplog.journal.testkit.KafkaForTests;
import io.shiplog.journal.testkit.NaiveModel;
import io.shiplog.journal.testkit.Operation;
import io.shiplog.journal.testkit.States;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    @RegisterExtension
    static final KafkaForTests KAFKA = new KafkaForTests();

    private static final TopicSettings SETTINGS = TopicSettings.singleBroker();

    @TempDir
    Path folder;

    @Test
    void aClusterThatIsThereIsNotTouched() throws Exception {
        try (WorkedCluster worked = worked("there", 30)) {
            Path file = backedUp(worked);
            String before = States.print(worked.state());
            assertThatThrownBy(() -> restore(worked.config(), file))
                    .isInstanceOf(BackupRefusedException.class)
                    .isInstanceOf(Unrecoverable.class)
                    .hasMessageContaining("has a cluster 'there' already")
                    .hasMessageContaining("nothing was changed");
            assertThat(KafkaRestore.discard(worked.config())).isFalse();
            assertThat(WorkedCluster.records(worked.config(), 0, worked.state().resourceVersion()))
                    .hasSize((int) worked.state().resourceVersion());
            assertThat(worked.at(worked.state().resourceVersion())).isEqualTo(before);
        }
    }

    @Test
    void halfARestoreIsNotStartedOnAndTheSameAgainGoesOn() throws Exception {
        try (WorkedCluster worked = worked("half", 200)) {
            worked.keyframe();
            worked.forgetBefore(120);
            worked.play(proposals(40, 3));
            Path file = backedUp(worked);
            BackupHead head = KafkaRestore.check(file);
            for (int broken = 0; broken < 4; broken++) {
                ClusterConfig target = KAFKA.get().cluster("half-" + broken);
                brokenOff(target, head, broken);
                assertThatThrownBy(() -> TopicSetup.ensure(target, SETTINGS))
                        .isInstanceOf(UnfinishedRestoreException.class)
                        .isInstanceOf(Unrecoverable.class)
                        .hasMessageContaining("run ./shiplog restore with the same backup again");
                restore(target, file);
                assertThat(States.print(Boot.boot(target).state())).isEqualTo(States.print(worked.state()));
                TopicSetup.ensure(target, SETTINGS);
                assertThat(journalsTimes(target)).isEqualTo("LogAppendTime");
            }
        }
    }

    /** As a restore that was ended behind its n-th step. */
    private static void brokenOff(ClusterConfig target, BackupHead head, int step) {
        try (RestoreTopics topics = new RestoreTopics(target)) {
            if (step == 0) {
                topics.mark(SETTINGS);
                return;
            }
            new RestoreMarker(target, topics).set(head, SETTINGS);
            if (step > 1) {
                topics.make(SETTINGS);
            }
            if (step > 2) {
                try (Acknowledged producer = new Acknowledged(target)) {
                    for (int i = 0; i < 70; i++) {
                        producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(
                                Topics.journal(target), new byte[] {'{', '}'}));
                    }
                    producer.await();
                }
            }
        }
    }

    @Test
    void anotherBackupDoesNotGoOnAndWhatWasMadeCanBeDiscarded() throws Exception {
        try (WorkedCluster one = worked("one", 30);
                WorkedCluster other = worked("other", 20)) {
            Path first = backedUp(one);
            Path second = backedUp(other);
            ClusterConfig target = KAFKA.get().cluster("target");
            brokenOff(target, KafkaRestore.check(first), 2);
            assertThatThrownBy(() -> restore(target, second))
                    .isInstanceOf(BackupRefusedException.class)
                    .hasMessageContaining("half a restore of another backup lies there")
                    .hasMessageContaining("--discard");
            assertThat(KafkaRestore.discard(target)).isTrue();
            restore(target, second);
            assertThat(States.print(Boot.boot(target).state())).isEqualTo(States.print(other.state()));
        }
    }

    @Test
    void thereIsNothingToBackUpWhereThereIsNoCluster() {
        ClusterConfig nobody = KAFKA.get().cluster("nobody");
        try (KafkaBackup backup = new KafkaBackup(nobody)) {
            assertThatThrownBy(() -> backup.plan(false, Duration.ZERO))
                    .isInstanceOf(BackupRefusedException.class)
                    .hasMessageContaining("there is no cluster 'nobody'");
        }
    }

    private Path backedUp(WorkedCluster worked) {
        Path file = folder.resolve(worked.config().cluster());
        try (KafkaBackup backup = new KafkaBackup(worked.config())) {
            BackupFile.write(backup, file, false, Duration.ZERO);
        }
        return file;
    }

    private static void restore(ClusterConfig cluster, Path file) {
        KafkaRestore.run(cluster, file, KafkaRestore.check(file), SETTINGS);
    }

    private static WorkedCluster worked(String name, int operations) {
        WorkedCluster worked = new WorkedCluster(KAFKA, name);
        worked.play(proposals(operations, operations));
        return worked;
    }

    private static List<io.shiplog.journal.Proposal> proposals(int operations, int seed) {
        Random random = new Random(seed);
        return NaiveModel.play(Stream.generate(() -> Operation.random(random))
                        .limit(operations)
                        .toList())
                .proposals();
    }

    private static String journalsTimes(ClusterConfig cluster) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.journal(cluster));
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            return admin.describeConfigs(List.of(topic))
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .get(topic)
                    .get("message.timestamp.type")
                    .value();
        }
    }
}
