package io.shiplog.journal.kafka.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.past.KafkaArchive;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.past.MomentName;
import io.shiplog.journal.past.Moments;
import io.shiplog.journal.past.OutsideWindowException;
import io.shiplog.journal.testkit.KafkaForTests;
import io.shiplog.journal.testkit.NaiveModel;
import io.shiplog.journal.testkit.Objects;
import io.shiplog.journal.testkit.Operation;
import io.shiplog.journal.testkit.Property;
import io.shiplog.journal.testkit.States;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is restored is what was backed up, whenever that was while the cluster worked, and so is its past. */
class BackupLawsTest {
    @RegisterExtension
    static final KafkaForTests KAFKA = new KafkaForTests();

    @TempDir
    Path folder;

    private final AtomicInteger clusters = new AtomicInteger();

    @Test
    void aRestoredClusterIsWhatItWasAtTheMomentOfTheBackup() {
        Property.over(Operation::random)
                .cases(2)
                .lengthUpTo(60)
                .holds((operations, choices) -> compare(operations, choices, false));
    }

    @Test
    void withTheWindowItsPastIsWhatItWasAtEveryMoment() {
        Property.over(Operation::random)
                .cases(2)
                .lengthUpTo(60)
                .holds((operations, choices) -> compare(operations, choices, true));
    }

    private void compare(List<Operation> operations, Random choices, boolean window) throws Exception {
        List<Proposal> proposals = NaiveModel.play(operations).proposals();
        int number = clusters.incrementAndGet();
        try (WorkedCluster worked = new WorkedCluster(KAFKA, (window ? "past" : "now") + number)) {
            int early = choices.nextInt(proposals.size() + 1);
            int mid = early + choices.nextInt(proposals.size() + 1 - early);
            worked.play(proposals.subList(0, early));
            if (early > 0 && choices.nextBoolean()) {
                worked.keyframe();
                if (choices.nextBoolean()) {
                    worked.forgetBefore(early);
                }
            }
            worked.play(proposals.subList(early, mid));
            if (choices.nextBoolean()) {
                worked.position();
            }
            if (worked.state().resourceVersion() == 0) {
                return;
            }
            // The cluster works on meanwhile.
            CompletableFuture<Void> rest =
                    CompletableFuture.runAsync(() -> worked.play(proposals.subList(mid, proposals.size())));
            Path file = folder.resolve("backup-" + window + number);
            BackupHead head;
            try (KafkaBackup backup = new KafkaBackup(worked.config())) {
                head = BackupFile.write(backup, file, window, Duration.ofMillis(200));
            }
            rest.join();
            assertThat(head.moment().resourceVersion()).isBetween((long) mid, (long) proposals.size());
            ClusterConfig restored = KAFKA.get().cluster(worked.config().cluster() + "-restored");
            assertThat(KafkaRestore.check(file)).isEqualTo(head);
            KafkaRestore.run(restored, file, head, TopicSettings.singleBroker());
            compare(worked, restored, head);
        }
    }

    private static void compare(WorkedCluster worked, ClusterConfig restored, BackupHead head) throws Exception {
        long version = head.moment().resourceVersion();
        long from = head.base().from();
        assertThat(States.print(Boot.boot(restored).state())).isEqualTo(worked.at(version));
        assertThat(WorkedCluster.records(restored, from, version))
                .isEqualTo(WorkedCluster.records(worked.config(), from, version));
        try (Moments moments = moments(restored)) {
            for (long moment = Math.max(1, from); moment <= version; moment++) {
                State then = moments.at(new MomentName.Version(moment))
                        .get(20, TimeUnit.SECONDS)
                        .state();
                assertThat(States.print(then)).isEqualTo(worked.at(moment));
            }
            if (from > 1) {
                assertThatThrownBy(() ->
                                moments.at(new MomentName.Version(from - 1)).get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(OutsideWindowException.class);
            }
        }
        // It goes on like any other cluster, at a higher resourceVersion and by the broker's clock.
        TopicSetup.ensure(restored, TopicSettings.singleBroker());
        try (KafkaJournal journal = KafkaJournal.open(restored, JournalSettings.DEFAULT)) {
            long offset = journal.append(Objects.proposal(Objects.create(Objects.key("new"), "u", "v")))
                    .get(20, TimeUnit.SECONDS);
            assertThat(offset).isEqualTo(version);
        }
    }

    /** Without a present: each moment is made of what was restored. */
    private static Moments moments(ClusterConfig cluster) {
        return new Moments(new KafkaArchive(cluster), () -> State.EMPTY, InstantSource.system(), 64L << 20);
    }

    @Test
    void aBackupThatBrokeOffIsGoneOnWithAtItsMoment() throws Exception {
        try (WorkedCluster worked = worked("broken")) {
            Path file = folder.resolve("broken");
            try (KafkaBackup backup = new KafkaBackup(worked.config())) {
                BackupHead head = BackupFile.write(backup, file, true, Duration.ZERO);
                byte[] whole = Files.readAllBytes(file);
                Files.delete(file);
                worked.play(List.of(Objects.proposal(Objects.create(Objects.key("later"), "u", "v"))));
                for (int cut : new int[] {whole.length - 1, whole.length / 2, whole.length / 4, 3}) {
                    Files.write(folder.resolve("broken.part"), java.util.Arrays.copyOf(whole, cut));
                    BackupHead again = BackupFile.write(backup, file, true, Duration.ZERO);
                    if (cut > whole.length / 4) {
                        assertThat(again).isEqualTo(head);
                        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
                    }
                    KafkaRestore.check(file);
                }
            }
        }
    }

    static WorkedCluster worked(String name) {
        WorkedCluster worked = new WorkedCluster(KAFKA, name);
        Random random = new Random(7);
        worked.play(NaiveModel.play(java.util.stream.Stream.generate(() -> Operation.random(random))
                        .limit(300)
                        .toList())
                .proposals());
        return worked;
    }
}
