package io.shiplog.journal.kafka.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.journal.testkit.Objects;
import io.shiplog.objects.StoredObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyframesInKafkaTest {
    private static final Instant TIME = Instant.parse("2026-11-30T18:00:00Z");

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void whatTheMaterializerShowsIsReadBackWhole() {
        ClusterConfig cluster = cluster("whole");
        State first = state(100, 6_000);
        State second = state(30, 12_000);
        try (KafkaKeyframes keyframes = new KafkaKeyframes(cluster, null);
                Archive archive = new KafkaArchive(cluster)) {
            assertThat(archive.keyframes()).isEmpty();
            show(keyframes, archive, first, 1);
            // Too early for the next.
            keyframes.reached(state(100, 6_001), Contents.of(first), TIME);
            show(keyframes, archive, second, 2);
            List<Keyframe> found = archive.keyframes();
            assertThat(found.stream().map(Keyframe::resourceVersion)).containsExactly(6_000L, 12_000L);
            assertThat(Contents.of(archive.load(found.getFirst()))).isEqualTo(Contents.of(first));
            State read = archive.load(found.getLast());
            assertThat(read.resourceVersion()).isEqualTo(12_000);
            assertThat(Contents.of(read)).isEqualTo(Contents.of(second));
        }
        try (KafkaKeyframes restarted = new KafkaKeyframes(cluster, null);
                Archive archive = new KafkaArchive(cluster)) {
            show(restarted, archive, state(30, 18_000), 3);
        }
    }

    @Test
    void tellsTheJournalsExtentAndWhatIsLaterThanATime() {
        ClusterConfig cluster = cluster("extent");
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
                Archive archive = new KafkaArchive(cluster)) {
            assertThat(archive.journal()).isEqualTo(new Archive.Extent(0, 0));
            for (int i = 0; i < 5; i++) {
                journal.append(Objects.proposal(Objects.create(Objects.key("m" + i), "u", "v")))
                        .join();
            }
            assertThat(archive.journal()).isEqualTo(new Archive.Extent(0, 5));
            List<JournalRecord> records = new ArrayList<>();
            archive.read(1, 4, records::add);
            assertThat(records.stream().map(JournalRecord::offset)).containsExactly(1L, 2L, 3L);
            assertThat(archive.after(Instant.EPOCH)).isZero();
            assertThat(archive.after(Instant.now().plusSeconds(60))).isEqualTo(5);
            assertThat(archive.after(records.getFirst().time())).isBetween(2L, 5L);
        }
    }

    /** The writer may still be looking for what there is: it is shown the state until it has written it. */
    private static void show(KafkaKeyframes keyframes, Archive archive, State state, int then) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            keyframes.reached(state, Contents.of(state), TIME);
            return archive.keyframes().size() == then;
        });
    }

    private static ClusterConfig cluster(String name) {
        ClusterConfig cluster = kafka.cluster(name);
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        return cluster;
    }

    private static State state(int objects, long version) {
        List<StoredObject> all = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            var key = Objects.key("m" + i);
            all.add(new StoredObject(
                    Objects.CONFIG_MAPS, key, "u" + i, i + 1, Objects.configMap(key, "u" + i, "v".repeat(20_000))));
        }
        return State.of(all, version);
    }
}
