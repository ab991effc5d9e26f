package io.shiplog.journal.kafka.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.JournalTruncatedException;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.testkit.KafkaForTests;
import io.shiplog.journal.testkit.RecordedCluster;
import io.shiplog.journal.testkit.RecordedCluster.Recorded;
import io.shiplog.journal.testkit.States;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakeoverTest {
    private static final RecordedCluster RECORDED = RecordedCluster.read();
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);

    @RegisterExtension
    static final KafkaForTests KAFKA = new KafkaForTests();

    @Test
    void takesOverARecordedClusterAndLosesNothing() throws Exception {
        ClusterConfig cluster = recorded("whole", RECORDED.committed());
        assertThat(Takeover.isPending(cluster)).isTrue();
        Takeover.complete(cluster);
        assertThat(Takeover.isPending(cluster)).isFalse();
        Booted booted = Boot.boot(cluster);
        assertThat(booted.committed()).isEqualTo(RECORDED.committed());
        assertThat(States.print(booted.state())).isEqualTo(States.print(folded()));
        assertThat(journal(cluster))
                .hasSize(RECORDED.of("journal").size() + 1)
                .startsWith(RECORDED.of("journal").stream().map(Recorded::value).toArray(String[]::new));
        assertThat(versions(cluster)).isSorted().isNotEmpty();
        assertThat(oldTopics(cluster)).containsExactly("whole.state.pods");
    }

    @Test
    void whatTheMaterializerHadNotCommittedIsDecidedByWhatItHadWritten() throws Exception {
        ClusterConfig cluster = recorded("behind", RECORDED.committed() - 20);
        Takeover.complete(cluster);
        Booted booted = Boot.boot(cluster);
        assertThat(booted.committed()).isEqualTo(RECORDED.committed() - 20);
        assertThat(booted.replayed()).isNotEmpty();
        State state = booted.state();
        for (Recorded proposal :
                RECORDED.of("journal").subList((int) state.resourceVersion(), (int) RECORDED.committed())) {
            state = fold(state, proposal);
        }
        assertThat(States.print(state)).isEqualTo(States.print(folded()));
    }

    @Test
    void aBreakInTheMiddleIsContinuedAtTheNextStart() throws Exception {
        ClusterConfig cluster = recorded("broken", RECORDED.committed());
        // What came first of the copy, and a record that the old materializer has replaced since.
        List<Recorded> pods = RECORDED.of("state.pods");
        try (var producer = producer(cluster)) {
            for (Recorded record : pods.subList(0, pods.size() / 2)) {
                StateRecord read = FirstFormat.read(GroupResource.core("pods"), consumed(record));
                producer.send(new ProducerRecord<>(
                        Topics.state(cluster),
                        0,
                        StateRecordFormat.key(read.ref()),
                        read.object(),
                        StateRecordFormat.headers(read)));
            }
        }
        assertThat(Takeover.isPending(cluster)).isTrue();
        Takeover.complete(cluster);
        assertThat(States.print(Boot.boot(cluster).state())).isEqualTo(States.print(folded()));
        assertThat(oldTopics(cluster)).containsExactly("broken.state.pods");
    }

    @Test
    void aBreakBeforeTheOldTopicsAreGoneCopiesNothingAgain() throws Exception {
        ClusterConfig cluster = recorded("leftover", RECORDED.committed());
        Takeover.complete(cluster);
        int written = versions(cluster).size();
        createTopics(cluster, Set.of("leftover.state.services", "leftover.state.nodes"));
        Takeover.complete(cluster);
        assertThat(versions(cluster)).hasSize(written);
        assertThat(oldTopics(cluster)).containsExactly("leftover.state.pods");
        assertThat(journal(cluster)).hasSize(RECORDED.of("journal").size() + 1);
    }

    @Test
    void rolesOfTheFirstFormatRefuseToGoOnAndToStart() throws Exception {
        ClusterConfig cluster = recorded("refused", RECORDED.committed());
        Takeover.complete(cluster);
        // Those that fold the journal go on where they were, and read a version that they do not know.
        assertThat(journal(cluster).get((int) RECORDED.committed())).startsWith("{\"v\":2,");
        // Whoever starts demands that this topic is compacted.
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            var guard = new ConfigResource(ConfigResource.Type.TOPIC, "refused.state.pods");
            assertThat(Objects.requireNonNull(admin.describeConfigs(List.of(guard))
                                    .all()
                                    .get(10, TimeUnit.SECONDS)
                                    .get(guard))
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("delete");
        }
    }

    @Test
    void aNewClusterHasNothingToTakeOverButRefusesRolesOfTheFirstFormatToo() throws Exception {
        ClusterConfig cluster = KAFKA.get().cluster("fresh");
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        assertThat(Takeover.isPending(cluster)).isFalse();
        Takeover.complete(cluster);
        Takeover.complete(cluster);
        assertThat(oldTopics(cluster)).containsExactly("fresh.state.pods");
        assertThat(journal(cluster)).isEmpty();
        assertThat(Boot.boot(cluster).state().resourceVersion()).isZero();
    }

    @Test
    void whoeverBootsWaitsUntilTheClusterIsTakenOver() throws Exception {
        ClusterConfig cluster = recorded("waiting", RECORDED.committed());
        CompletableFuture<Booted> booting = CompletableFuture.supplyAsync(() -> Boot.boot(cluster));
        assertThatThrownBy(() -> booting.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        Takeover.complete(cluster);
        assertThat(States.print(booting.get(60, TimeUnit.SECONDS).state())).isEqualTo(States.print(folded()));
    }

    @Test
    void saysHowToGoOnWhenKafkaForgotWhatWasCommitted() throws Exception {
        ClusterConfig cluster = recorded("forgotten", -1);
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(Topics.journal(cluster), 0), RecordsToDelete.beforeOffset(20)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> Takeover.complete(cluster))
                .isInstanceOf(JournalTruncatedException.class)
                .hasMessageContaining("offsets.retention.minutes")
                .hasMessageContaining(
                        "--group forgotten.materializer --topic forgotten.journal --reset-offsets --to-offset 20");
    }

    private static State folded() {
        State state = State.EMPTY;
        for (Recorded proposal : RECORDED.of("journal")) {
            state = fold(state, proposal);
        }
        return state;
    }

    private static State fold(State state, Recorded record) {
        Proposal proposal = CODEC.decode(Objects.requireNonNull(record.value()).getBytes(UTF_8));
        return state.fold(proposal, state.resourceVersion()).next();
    }

    /** The recorded cluster under a name of its own; a negative {@code committed} is none. */
    private static ClusterConfig recorded(String name, long committed) throws Exception {
        ClusterConfig cluster = KAFKA.get().cluster(name);
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        Set<String> topics = new TreeSet<>(Set.of(name + ".state.jobs.batch"));
        RECORDED.records().forEach(record -> topics.add(name + "." + record.topic()));
        topics.remove(name + ".journal");
        createTopics(cluster, topics);
        try (var producer = producer(cluster)) {
            RECORDED.records().forEach(record -> producer.send(record.of(name)));
        }
        if (committed >= 0) {
            try (Admin admin = Admin.create(cluster.clientSettings())) {
                admin.alterConsumerGroupOffsets(
                                name + ".materializer",
                                Map.of(
                                        new TopicPartition(Topics.journal(cluster), 0),
                                        new OffsetAndMetadata(committed)))
                        .all()
                        .get(10, TimeUnit.SECONDS);
            }
        }
        return cluster;
    }

    private static void createTopics(ClusterConfig cluster, Set<String> topics) throws Exception {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty())
                                    .configs(Map.of("cleanup.policy", "compact")))
                            .toList())
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(ClusterConfig cluster) {
        return new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ConsumerRecord<byte[], byte[]> consumed(Recorded recorded) {
        ProducerRecord<byte[], byte[]> record = recorded.of("unused");
        var consumed = new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value());
        record.headers().forEach(consumed.headers()::add);
        return consumed;
    }

    private static List<String> journal(ClusterConfig cluster) {
        return read(cluster, Topics.journal(cluster)).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    /** The resourceVersions of what lies in the state topic, in its order. */
    private static List<Long> versions(ClusterConfig cluster) {
        return read(cluster, Topics.state(cluster)).stream()
                .map(record -> Long.parseLong(
                        new String(record.headers().lastHeader("rv").value(), UTF_8)))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(ClusterConfig cluster, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                cluster.clientSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(Set.of(partition));
            PartitionRead.read(consumer, Map.of(partition, 0L), ends, Duration.ofSeconds(20), records::add);
        }
        return records;
    }

    private static Set<String> oldTopics(ClusterConfig cluster) throws Exception {
        Set<String> names = new TreeSet<>();
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            for (String name : admin.listTopics().names().get(10, TimeUnit.SECONDS)) {
                if (name.startsWith(cluster.topic("state."))) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
