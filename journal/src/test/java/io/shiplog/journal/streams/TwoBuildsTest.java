package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An older and a newer build side by side, one of which knows kinds that the other does not, and a user's kind that
 * none of them knows: what was accepted, and what is seen, is the same for both.
 */
class TwoBuildsTest {
    private static final GroupResource PODS = GroupResource.core("pods");
    private static final GroupResource CLAIMS = new GroupResource("resourceclaims", "resource.k8s.io");
    private static final GroupResource WIDGETS = new GroupResource("widgets", "example.com");
    private static final Set<GroupResource> OLDER = Set.of(PODS);
    private static final Set<GroupResource> NEWER = Set.of(PODS, CLAIMS);
    private static final ClusterConfig CLUSTER = new ClusterConfig("unused:1", "c", Map.of());
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);

    @TempDir
    Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void seeTheSameOfTheKindsThatTheyBothKnowAndOfThoseThatNeitherDoes(long seed) {
        List<byte[]> journal = journal(new Random(seed));
        State state = fold(journal);
        try (Build older = new Build("older", OLDER::contains);
                Build newer = new Build("newer", NEWER::contains);
                Build any = new Build("any", ViewTopology.EVERYTHING)) {
            for (Build build : List.of(older, newer, any)) {
                build.read(journal);
                assertThat(build.resourceVersion()).isEqualTo(state.resourceVersion());
            }
            assertThat(older.objects(PODS))
                    .isNotEmpty()
                    .isEqualTo(newer.objects(PODS))
                    .isEqualTo(printed(state, PODS));
            assertThat(newer.objects(CLAIMS)).isNotEmpty().isEqualTo(printed(state, CLAIMS));
            assertThat(older.objects(CLAIMS))
                    .as("what nobody asked for takes no room")
                    .isEmpty();
            assertThat(any.objects(WIDGETS)).isNotEmpty().isEqualTo(printed(state, WIDGETS));
        }
    }

    /** Proposals, as bytes, of which some lose and some write objects of several kinds at once. */
    private static List<byte[]> journal(Random random) {
        List<byte[]> journal = new ArrayList<>();
        State state = State.EMPTY;
        for (int i = 0; i < 200; i++) {
            Set<GroupResource> chosen = new TreeSet<>();
            for (int more = random.nextInt(3); more >= 0; more--) {
                chosen.add(List.of(PODS, CLAIMS, WIDGETS).get(random.nextInt(3)));
            }
            List<Write> writes = new ArrayList<>();
            for (GroupResource resource : chosen) {
                writes.add(write(state, resource, new ObjectKey("ns", "n" + random.nextInt(5)), i, random));
            }
            byte[] record = CODEC.encode(new Proposal("p" + i, new Origin("u", List.of(), "update", "test"), writes));
            journal.add(record);
            state = state.fold(CODEC.decode(record), i).next();
        }
        return journal;
    }

    private static Write write(State state, GroupResource resource, ObjectKey key, int i, Random random) {
        StoredObject current = state.get(resource, key);
        byte[] json = "{\"metadata\":{\"name\":\"%s\"},\"at\":%d}"
                .formatted(key.name(), i)
                .getBytes(UTF_8);
        if (current == null || random.nextInt(8) == 0) {
            return Write.create(resource, key, "uid-" + i, json);
        }
        return random.nextInt(4) == 0 ? Write.delete(current) : Write.replace(current, json);
    }

    private static State fold(List<byte[]> journal) {
        State state = State.EMPTY;
        for (byte[] record : journal) {
            state = state.fold(CODEC.decode(record), state.resourceVersion()).next();
        }
        return state;
    }

    private static List<String> printed(State state, GroupResource resource) {
        return state.list(resource).stream().map(TwoBuildsTest::print).toList();
    }

    private static String print(StoredObject object) {
        return object + " " + object.uid() + " " + new String(object.json(), UTF_8);
    }

    /** A role of one build: folds the journal as a materializer, and reads the state topic as it would. */
    private final class Build implements AutoCloseable {
        private final TopologyTestDriver driver;
        private final StateView view = new StateView();

        Build(String name, Predicate<GroupResource> watched) {
            var topology = new Topology();
            ViewTopology.add(topology, CLUSTER, watched);
            ViewTopology.feed(topology, "hub", Hub::new);
            driver = new TopologyTestDriver(
                    topology, new StreamsSettings(CLUSTER, name, directory.resolve(name)).properties(name));
        }

        void read(List<byte[]> journal) {
            var topic = driver.createInputTopic("c.state", new ByteArraySerializer(), new ByteArraySerializer());
            State state = State.EMPTY;
            for (byte[] record : journal) {
                Proposal proposal = CODEC.decode(record);
                State.Folded folded = state.fold(proposal, state.resourceVersion());
                state = folded.next();
                if (folded.verdict() instanceof Verdict.Accepted accepted) {
                    int left = accepted.changes().size();
                    for (Change change : accepted.changes()) {
                        StateRecord written = StateRecord.of(change, proposal.id());
                        topic.pipeInput(new TestRecord<>(
                                StateRecordFormat.key(written.ref()),
                                written.object(),
                                --left > 0
                                        ? StateRecordFormat.headersOfMore(written)
                                        : StateRecordFormat.headers(written)));
                    }
                }
            }
            topic.pipeInput(new TestRecord<>(
                    StateRecordFormat.positionKey(),
                    StateRecordFormat.positionValue(),
                    StateRecordFormat.positionHeaders(state.resourceVersion())));
        }

        long resourceVersion() {
            return ((ViewStore) driver.getStateStore("view")).resourceVersion();
        }

        List<String> objects(GroupResource resource) {
            return view.list(resource).stream().map(TwoBuildsTest::print).toList();
        }

        @Override
        public void close() {
            driver.close();
        }

        private final class Hub implements Processor<ObjectRef, StateRecord, Void, Void> {
            @Override
            public void init(ProcessorContext<Void, Void> context) {}

            @Override
            public void process(Record<ObjectRef, StateRecord> record) {
                view.apply(record.value());
            }
        }
    }
}
