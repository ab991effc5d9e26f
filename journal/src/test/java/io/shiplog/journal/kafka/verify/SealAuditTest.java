package io.shiplog.journal.kafka.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.codec.SealCodec;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.disk.FileLogs;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.log.KafkaLogs;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.kafka.past.KafkaArchive;
import io.shiplog.journal.kafka.past.KafkaKeyframes;
import io.shiplog.journal.kafka.past.KeyframeTopic;
import io.shiplog.journal.kafka.seal.KafkaSeals;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.seal.Seal;
import io.shiplog.journal.seal.SealKey;
import io.shiplog.journal.seal.WrittenSeal;
import io.shiplog.journal.testkit.Objects;
import io.shiplog.journal.testkit.TopicFiles;
import io.shiplog.journal.testkit.WrittenCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal of thirty proposals with a keyframe, sealed by two materializers one after the other and then by two that
 * overlap, with a cluster's key; and what somebody does to copies of the topics' files.
 */
class SealAuditTest {
    private static final int PROPOSALS = 30;

    @TempDir
    static Path directory;

    private static ClusterConfig cluster = WrittenCluster.CONFIG;
    private static SealKey.@Nullable Signer signer;
    private static SealAudit.@Nullable Report running;
    private static long overlapped;

    @TempDir
    Path copy;

    @BeforeAll
    static void seal() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SealKey.Signer by = new SealKey.Signer(pair.getPrivate(), pair.getPublic());
        signer = by;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            cluster = kafka.cluster("sealed");
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            append(10);
            keyframe(by);
            append(10);
            try (KafkaSeals successor = new KafkaSeals(cluster, by);
                    KafkaSeals another = new KafkaSeals(cluster, by)) {
                assertThat(successor.to())
                        .as("it knows what its predecessor sealed")
                        .isEqualTo(10);
                assertThat(another.to()).isEqualTo(10);
                successor.seal(15, null);
                another.seal(20, null);
                assertThat(another.to()).isEqualTo(20);
                append(10);
                another.seal(25, null);
                successor.seal(28, null);
                assertThat(successor.to()).isEqualTo(28);
                overlapped = extent(Topics.sealsPartition(cluster));
            }
            try (PartitionLogs logs = new KafkaLogs(cluster)) {
                running = SealAudit.of(logs, cluster, new SealAudit.Wanted(pair.getPublic(), ""));
            }
        }
    }

    private static long extent(TopicPartition partition) {
        try (PartitionLogs logs = new KafkaLogs(cluster)) {
            return logs.extent(partition).ends();
        }
    }

    private static void append(int proposals) {
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
            for (int i = 0; i < proposals; i++) {
                journal.append(Objects.proposal(Objects.create(Objects.key("k" + i), "u", "v")))
                        .join();
            }
        }
    }

    /** As a materializer does that has to write a keyframe. */
    private static void keyframe(SealKey.Signer by) {
        State[] state = {State.EMPTY};
        Consumer<JournalRecord> fold = record ->
                state[0] = state[0].fold(record.proposal(), record.offset()).next();
        JournalRange.read(cluster, 0, 10, fold);
        AtomicInteger days = new AtomicInteger();
        try (KafkaKeyframes keyframes = new KafkaKeyframes(
                        cluster, by, () -> Instant.EPOCH.plus(Duration.ofDays(days.incrementAndGet())));
                KafkaArchive archive = new KafkaArchive(cluster)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                keyframes.reached(state[0], Contents.of(state[0]), Instant.now());
                return archive.keyframes().size() == 1;
            });
        }
    }

    @Test
    void findsNothingInWhatWasSealedOverAChangeOfMaterializerAndAnOverlap() {
        SealAudit.Report report = java.util.Objects.requireNonNull(running);
        assertThat(report.difference()).isNull();
        assertThat(report.from()).isZero();
        assertThat(report.to()).isEqualTo(28);
        assertThat(report.unsealed()).isEqualTo(2);
        assertThat(report.keyframes()).isEqualTo(1);
        assertThat(overlapped).as("seals that were not the next lie there, too").isGreaterThan(report.seals());
    }

    @Test
    void namesARecordThatWasAltered() throws IOException {
        assertThat(tampered(Topics.journalPartition(cluster), records -> {
                    ConsumerRecord<byte[], byte[]> record = records.get(12);
                    String value = Objects.text(record.value()).replace("tester", "somebody");
                    records.set(12, WrittenCluster.changed(record, Objects.utf8(value)));
                }))
                .isEqualTo("sealed.journal-0 offset 12, resourceVersion 13: this record is not the one that was sealed"
                        + " here: it was altered");
    }

    @Test
    void namesARecordThatWasDropped() throws IOException {
        assertThat(tampered(Topics.journalPartition(cluster), records -> {
                    records.remove(12);
                    renumber(records);
                }))
                .isEqualTo(
                        "sealed.journal-0 offset 12, resourceVersion 13: the record that was sealed here was dropped");
        assertThat(tampered(
                        Topics.journalPartition(cluster),
                        records -> records.subList(25, 30).clear()))
                .isEqualTo(
                        "sealed.journal-0 offset 25, resourceVersion 26: the record that was sealed here was dropped");
    }

    @Test
    void namesARecordThatWasInserted() throws IOException {
        assertThat(tampered(Topics.journalPartition(cluster), records -> {
                    records.add(12, WrittenCluster.changed(records.get(12), Objects.utf8("{\"v\":2}")));
                    renumber(records);
                }))
                .isEqualTo("sealed.journal-0 offset 12, resourceVersion 13: this record was inserted: the one that was"
                        + " sealed here comes later");
    }

    @Test
    void namesWhereRecordsWereReordered() throws IOException {
        assertThat(tampered(Topics.journalPartition(cluster), records -> {
                    records.add(14, records.remove(12));
                    renumber(records);
                }))
                .isEqualTo("sealed.journal-0 offset 12, resourceVersion 13: the records from here on were sealed in"
                        + " another order");
    }

    @Test
    void namesASealThatWasAltered() throws IOException {
        TopicPartition seals = Topics.sealsPartition(cluster);
        assertThat(tampered(seals, records -> {
                    ConsumerRecord<byte[], byte[]> record = records.get(2);
                    String value = Objects.text(record.value())
                            .replace("\"records\":\"", "\"records\":\"AAAA")
                            .replaceFirst("....\"}$", "\"}");
                    records.set(2, WrittenCluster.changed(record, Objects.utf8(value)));
                }))
                .startsWith("sealed.seals-0 offset 2, ");
    }

    @Test
    void namesASealThatWasMadeAnewWithoutTheKey() throws IOException {
        assertThat(tampered(Topics.sealsPartition(cluster), records -> {
                    WrittenSeal last = SealCodec.decode(records.getLast().value());
                    Seal forged = new Seal(
                            last.seal().previous(),
                            last.seal().from(),
                            last.seal().to(),
                            SealCodec.decode(records.getLast().value()).seal().records(),
                            new Seal.SealedKeyframe("9/x", "00"));
                    records.set(
                            records.size() - 1,
                            WrittenCluster.changed(
                                    records.getLast(),
                                    SealCodec.encode(new WrittenSeal(forged, forged.head(), last.signature()))));
                }))
                .contains("not signed by the key");
    }

    @Test
    void namesASealThatWasDroppedAndAChainWhoseEndIsGone() throws IOException {
        assertThat(tampered(Topics.sealsPartition(cluster), records -> records.remove(1)))
                .contains("sealed.seals-0 offset 2");
        String head = java.util.Objects.requireNonNull(running).head();
        assertThat(tampered(
                        Topics.sealsPartition(cluster),
                        records -> records.removeIf(record ->
                                SealCodec.decode(record.value()).seal().to() > 20)))
                .contains("no seal has the head " + head);
    }

    @Test
    void namesAKeyframeThatWasAlteredAndOneThatWasInserted() throws IOException {
        assertThat(tampered(KeyframeTopic.chunks(cluster), records -> {
                    String value = Objects.text(records.getFirst().value()).replace("\"v\"}", "\"w\"}");
                    records.set(0, WrittenCluster.changed(records.getFirst(), Objects.utf8(value)));
                }))
                .startsWith("sealed.keyframes-1 offset 0, resourceVersion 10: the keyframe 10/")
                .endsWith("it was altered");
        assertThat(tampered(KeyframeTopic.index(cluster), records -> {
                    String value = Objects.text(records.getFirst().value())
                            .replaceFirst("\"rv\":10", "\"rv\":15")
                            .replaceFirst("\"id\":\"10/", "\"id\":\"15/");
                    records.add(
                            WrittenCluster.moved(WrittenCluster.changed(records.getFirst(), Objects.utf8(value)), 1));
                }))
                .isEqualTo(
                        "sealed.keyframes-0 offset 1, resourceVersion 15: no seal names this keyframe: it was inserted");
    }

    private String tampered(TopicPartition partition, Consumer<List<ConsumerRecord<byte[], byte[]>>> tampering)
            throws IOException {
        Path folder = copy.resolve(Integer.toString(tampering.hashCode()));
        TopicFiles.copy(directory.resolve("logs"), "sealed", folder);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        SealAudit.Report known = java.util.Objects.requireNonNull(running);
        SealKey.Signer by = java.util.Objects.requireNonNull(signer);
        try (PartitionLogs logs = new FileLogs(folder)) {
            logs.read(partition, 0, Long.MAX_VALUE, records::add);
            assertThat(audit(logs, by, known)).as("the copy itself").isNull();
            tampering.accept(records);
            TopicFiles.write(folder, partition, records);
            return String.valueOf(audit(logs, by, known));
        }
    }

    private static @Nullable Object audit(PartitionLogs logs, SealKey.Signer by, SealAudit.Report known) {
        return SealAudit.of(logs, cluster, new SealAudit.Wanted(by.publicKey(), known.head()))
                .difference();
    }

    private static void renumber(List<ConsumerRecord<byte[], byte[]>> records) {
        for (int i = 0; i < records.size(); i++) {
            records.set(i, WrittenCluster.moved(records.get(i), i));
        }
    }
}
