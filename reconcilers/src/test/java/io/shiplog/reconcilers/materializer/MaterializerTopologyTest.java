package io.shiplog.reconcilers.materializer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.JournalDecoder;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.KeyframeSink;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaterializerTopologyTest {
    private static final GroupResource PODS = GroupResource.core("pods");
    private static final GroupResource DEPLOYMENTS = new GroupResource("deployments", "apps");
    private static final ClusterConfig CLUSTER = new ClusterConfig("unused:1", "c", Map.of());
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);
    private static final ObjectKey A = ObjectKey.parse("ns/a");

    @TempDir
    Path directory;

    @Test
    void theTopologyIsAsChecked() {
        assertThat(MaterializerTopology.of(
                                CLUSTER,
                                () -> start(State.EMPTY),
                                KeyframeSink.NONE,
                                new FoldMeters(new SimpleMeterRegistry()))
                        .describe()
                        .toString())
                .isEqualTo(io.shiplog.reconcilers.Resource.text("topology/materializer.txt"));
    }

    @Test
    void tellsWhatTookEffectWhatDidNotAndHowFarItIs() {
        try (var plant = new Plant(State.EMPTY)) {
            plant.journal(0, proposal("p0", create(PODS, A, "u1")));
            plant.journal(1, proposal("p1", create(PODS, A, "u2")));
            assertThat(plant.count("accepted")).isEqualTo(1);
            assertThat(plant.count("refused")).isEqualTo(1);
            assertThat(plant.registry
                            .get("shiplog.fold.resource.version")
                            .gauge()
                            .value())
                    .isEqualTo(2);
            assertThat(plant.registry.get("shiplog.fold.duration").timer().count())
                    .isEqualTo(2);
        }
    }

    @Test
    void writesAStateRecordPerAcceptedWrite() {
        try (var plant = new Plant(State.EMPTY)) {
            plant.journal(0, proposal("p0", create(PODS, A, "one"), create(DEPLOYMENTS, A, "two")));
            assertThat(plant.drain()).containsExactly("pods ns/a@1 p0 one and more", "deployments.apps ns/a@1 p0 two");
        }
    }

    @Test
    void showsTheStatesThatItReachesToWhoWritesKeyframes() {
        try (var plant = new Plant(State.EMPTY)) {
            plant.journal(0, proposal("p0", create(PODS, A, "one"), create(DEPLOYMENTS, A, "two")));
            plant.journal(1, proposal("p1", create(PODS, A, "again")));
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(plant.shown.getLast()).startsWith("2 of 2 at ").doesNotContain("miscounted");
        }
    }

    @Test
    void writesNothingForARefusedProposal() {
        try (var plant = new Plant(State.EMPTY)) {
            plant.journal(0, proposal("p0", create(PODS, A, "one")));
            plant.journal(1, proposal("p1", create(PODS, A, "again")));
            assertThat(plant.drain()).containsExactly("pods ns/a@1 p0 one");
        }
    }

    @Test
    void writesATombstoneWithItsHeadersForADeletion() {
        try (var plant = new Plant(State.EMPTY)) {
            plant.journal(0, proposal("p0", create(PODS, A, "one")));
            plant.journal(
                    1, proposal("p1", Write.delete(new StoredObject(PODS, A, "uid-one", 1, object("uid-one", "one")))));
            assertThat(plant.drain()).containsExactly("pods ns/a@1 p0 one", "pods ns/a@2 p1 null");
        }
    }

    @Test
    void takesUpTheJournalWhereItsStateEndsAndWritesAReplayTheSame() {
        List<String> first;
        State booted =
                State.EMPTY.fold(proposal("p0", create(PODS, A, "one")), 0).next();
        try (var plant = new Plant(booted)) {
            plant.journal(0, proposal("p0", create(PODS, A, "one")));
            plant.journal(1, proposal("p1", new Write(PODS, A, "uid-one", 1, object("uid-one", "two"))));
            first = plant.drain();
            assertThat(first).containsExactly("pods ns/a@2 p1 two");
        }
        try (var plant = new Plant(booted)) {
            plant.journal(1, proposal("p1", new Write(PODS, A, "uid-one", 1, object("uid-one", "two"))));
            assertThat(plant.drain()).isEqualTo(first);
        }
    }

    @Test
    void writesAgainWhatItsBootReplayed() {
        Proposal first = proposal("p0", create(PODS, A, "one"));
        Proposal lost = proposal("p1", create(PODS, A, "two"));
        State booted = State.EMPTY.fold(first, 0).next().fold(lost, 1).next();
        var verdicts = new TreeMap<Long, Verdict>();
        verdicts.put(0L, State.EMPTY.fold(first, 0).verdict());
        verdicts.put(1L, booted.fold(lost, 2).verdict());
        try (var plant = new Plant(new BootState.Start(booted, 0, verdicts, List.of(), 0))) {
            plant.journal(0, first);
            plant.journal(1, lost);
            assertThat(plant.drain()).containsExactly("pods ns/a@1 p0 one");
        }
    }

    @Test
    void writesAgainWhatAPausedPredecessorOverwrote() {
        try (var plant = new Plant(State.EMPTY)) {
            Proposal old = proposal("p0", create(PODS, A, "one"));
            plant.journal(0, old);
            plant.journal(1, proposal("p1", new Write(PODS, A, "uid-one", 1, object("uid-one", "two"))));
            assertThat(plant.drain()).hasSize(2);
            assertThat(plant.drain()).as("what it wrote itself needs no repair").isEmpty();
            StoredObject stale =
                    Objects.requireNonNull(State.EMPTY.fold(old, 0).next().get(PODS, A));
            plant.readBack(new StateRecord(PODS, A, "uid-one", 1, "p0", stale.json()));
            assertThat(plant.drain()).containsExactly("pods ns/a@2 p0 two");
        }
    }

    @Test
    void deletesAgainWhatAPausedPredecessorBroughtBack() {
        State booted =
                State.EMPTY.fold(proposal("p0", create(PODS, A, "one")), 0).next();
        try (var plant = new Plant(booted)) {
            plant.journal(
                    1, proposal("p1", Write.delete(new StoredObject(PODS, A, "uid-one", 1, object("uid-one", "one")))));
            plant.drain();
            plant.drain();
            plant.readBack(new StateRecord(PODS, A, "uid-one", 1, "p0", object("uid-one", "one")));
            assertThat(plant.drain()).containsExactly("pods ns/a@2 p0 null");
        }
    }

    @Test
    void saysHowFarItIsWhenAllThatWasWrittenHasBeenReadBack() {
        try (var plant = new Plant(State.EMPTY)) {
            plant.journal(0, proposal("p0", create(PODS, A, "one")));
            plant.journal(1, proposal("p1", create(PODS, A, "refused")));
            plant.drain();
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(plant.drain()).containsExactly("position 2");
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(plant.drain()).as("nothing is new").isEmpty();
        }
    }

    @Test
    void saysNothingOfWhatItsPredecessorMayHaveLeftUndoneUntilThatIsWritten() {
        Proposal first = proposal("p0", create(PODS, A, "one"));
        State booted = State.EMPTY.fold(first, 0).next();
        var verdicts = new TreeMap<Long, Verdict>();
        verdicts.put(0L, State.EMPTY.fold(first, 0).verdict());
        try (var plant = new Plant(new BootState.Start(booted, 0, verdicts, List.of(), 0))) {
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(plant.drain()).isEmpty();
            plant.journal(0, first);
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(plant.drain()).containsExactly("pods ns/a@1 p0 one", "position 1");
        }
    }

    @Test
    void materializesKindsThatNoBuildKnows() {
        GroupResource widgets = new GroupResource("widgets", "example.com");
        try (var plant = new Plant(State.EMPTY)) {
            plant.journal(0, proposal("p0", create(widgets, ObjectKey.cluster("w"), "one")));
            assertThat(plant.drain()).containsExactly("widgets.example.com w@1 p0 one");
        }
    }

    @Test
    void refusesARecordThatIsNoProposalAndGoesOn() {
        long before = JournalDecoder.unreadable();
        try (var plant = new Plant(State.EMPTY)) {
            plant.raw("{}".getBytes(UTF_8));
            plant.raw(new byte[] {1, 2, 3});
            plant.raw(
                    "{\"v\":2,\"id\":\"x\",\"writes\":[{\"resource\":\"a/b\",\"key\":\"k\",\"uid\":\"u\",\"base\":0}]}"
                            .getBytes(UTF_8));
            plant.raw(
                    "{\"v\":2,\"id\":\"x\",\"writes\":[{\"resource\":\"pods\",\"key\":\"k\",\"uid\":\"u\",\"base\":0,\"object\":{}}]}"
                            .getBytes(UTF_8));
            plant.journal(4, proposal("p4", create(PODS, A, "one")));
            assertThat(plant.drain()).containsExactly("pods ns/a@5 p4 one");
        }
        assertThat(JournalDecoder.unreadable()).isEqualTo(before + 3);
    }

    @Test
    void endsOnARecordOfANewerFormat() {
        try (var plant = new Plant(State.EMPTY)) {
            assertThatThrownBy(() -> plant.raw("{\"v\":3,what it looks like is not known".getBytes(UTF_8)))
                    .hasRootCauseMessage("the record has format version 3, this build reads 1 to 2");
        }
    }

    @Test
    void writesAgainWhatTheStateTopicLostAlthoughKafkaStreamsHadCommittedIt() {
        List<JournalRecord> journal = List.of(
                record(0, proposal("p0", create(PODS, A, "one"))),
                record(1, proposal("p1", create(DEPLOYMENTS, A, "two"))),
                record(2, proposal("p2", create(PODS, A, "refused"))));
        State booted = State.EMPTY.fold(journal.getFirst().proposal(), 0).next();
        try (var plant = new Plant(new BootState.Start(booted, 1, new TreeMap<>(), List.of(), 3), journal)) {
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(plant.drain()).containsExactly("deployments.apps ns/a@2 p1 two");
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(plant.drain()).containsExactly("position 3");
        }
    }

    @Test
    void correctsTheTopicFirstAndSaysSoWhenThatHasBeenReadBack() {
        State booted =
                State.EMPTY.fold(proposal("p0", create(PODS, A, "one")), 0).next();
        StoredObject right = Objects.requireNonNull(booted.get(PODS, A));
        var correction = new StateRecord(PODS, A, right.uid(), 1, "rebuilt", right.json());
        try (var plant = new Plant(new BootState.Start(booted, 1, new TreeMap<>(), List.of(correction), 1))) {
            plant.pass(MaterializerProcessor.POSITIONS);
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(plant.drain()).containsExactly("pods ns/a@1 rebuilt one", "position 1");
        }
    }

    @Test
    void aPositionSaysWhatTheStateComesTo() {
        try (var plant = new Plant(State.EMPTY)) {
            Proposal first = proposal("p0", create(PODS, A, "one"));
            plant.journal(0, first);
            plant.drain();
            plant.pass(MaterializerProcessor.POSITIONS);
            assertThat(StateRecordFormat.contents(
                            plant.output.readRecordsToList().getLast().headers()))
                    .isEqualTo(Contents.of(State.EMPTY.fold(first, 0).next()));
        }
    }

    /** The materializer, with everything it writes read back to it. */
    private final class Plant implements AutoCloseable {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final TopologyTestDriver driver;
        private final TestOutputTopic<byte[], byte[]> output;
        private final List<String> shown = new ArrayList<>();
        private final KeyframeSink keyframes = new KeyframeSink() {
            @Override
            public void reached(State state, Contents contents, Instant time) {
                shown.add(state.resourceVersion() + " of " + contents.objects() + " at " + time
                        + (contents.equals(Contents.of(state)) ? "" : " miscounted"));
            }

            @Override
            public void close() {}
        };
        private long offset;

        Plant(State booted) {
            this(start(booted));
        }

        Plant(BootState.Start booted) {
            this(booted, List.of());
        }

        /** @param journal what it may read by itself */
        Plant(BootState.Start booted, List<JournalRecord> journal) {
            driver = new TopologyTestDriver(
                    MaterializerTopology.of(
                            CLUSTER,
                            () -> booted,
                            (from, to, reader) -> journal.stream()
                                    .filter(record -> record.offset() >= from && record.offset() < to)
                                    .forEach(reader),
                            keyframes,
                            new FoldMeters(registry)),
                    new StreamsSettings(CLUSTER, "test", directory).properties("materializer"));
            output = driver.createOutputTopic(
                    Topics.state(CLUSTER), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        void journal(long at, Proposal proposal) {
            while (offset < at) {
                // The driver counts offsets itself; what lies before the booted state is skipped.
                raw(CODEC.encode(proposal("filler", create(PODS, ObjectKey.parse("ns/filler"), "filler"))));
            }
            raw(CODEC.encode(proposal));
        }

        double count(String verdict) {
            return registry.get("shiplog.fold.proposals")
                    .tag("verdict", verdict)
                    .counter()
                    .count();
        }

        void pass(Duration time) {
            driver.advanceWallClockTime(time);
        }

        void raw(byte[] value) {
            offset++;
            driver.createInputTopic(CLUSTER.topic("journal"), new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new TestRecord<>(null, value));
        }

        void readBack(StateRecord record) {
            driver.createInputTopic(Topics.state(CLUSTER), new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new TestRecord<>(
                            StateRecordFormat.key(record.ref()), record.object(), StateRecordFormat.headers(record)));
        }

        /** What was written since; the driver itself pipes what is written to a topic that is also read. */
        List<String> drain() {
            return output.readRecordsToList().stream().map(Plant::line).toList();
        }

        private static String line(TestRecord<byte[], byte[]> written) {
            if (StateRecordFormat.isPosition(written.key())) {
                return "position " + StateRecordFormat.resourceVersion(written.headers());
            }
            StateRecord record = StateRecordFormat.read(written.key(), written.value(), written.headers());
            byte[] object = record.object();
            String json = object == null ? "null" : new String(object, UTF_8).replaceAll(".*\"text\":\"|\".*", "");
            String more = StateRecordFormat.hasMore(written.headers()) ? " and more" : "";
            return record.ref() + "@" + record.resourceVersion() + " " + record.proposal() + " " + json + more;
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    private static JournalRecord record(long offset, Proposal proposal) {
        return new JournalRecord(offset, Instant.EPOCH, proposal);
    }

    private static BootState.Start start(State state) {
        return new BootState.Start(state, state.resourceVersion(), new TreeMap<>(), List.of(), 0);
    }

    private static Write create(GroupResource resource, ObjectKey key, String text) {
        return Write.create(resource, key, "uid-" + text, object("uid-" + text, text));
    }

    private static Proposal proposal(String id, Write... writes) {
        return new Proposal(id, new Origin("u", List.of(), "create", "test"), List.of(writes));
    }

    private static byte[] object(String uid, String text) {
        return """
                {"metadata":{"uid":"%s","text":"%s"}}""".formatted(uid, text).getBytes(UTF_8);
    }
}
