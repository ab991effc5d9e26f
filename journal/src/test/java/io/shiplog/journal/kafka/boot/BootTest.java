package io.shiplog.journal.kafka.boot;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.Contents;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.DamagedTopicException;
import io.shiplog.journal.kafka.log.JournalTruncatedException;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.testkit.KafkaForTests;
import io.shiplog.journal.testkit.NaiveModel;
import io.shiplog.journal.testkit.Operation;
import io.shiplog.journal.testkit.States;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BootTest {
    @RegisterExtension
    static final KafkaForTests KAFKA = new KafkaForTests();

    @Test
    void anEmptyClusterBootsEmpty() {
        ClusterConfig cluster = KAFKA.cluster("empty");
        Booted booted = Boot.boot(cluster);
        assertThat(booted.state().resourceVersion()).isZero();
        assertThat(booted.committed()).isZero();
    }

    @Test
    void aReplicaBootedFromTheStateTopicEqualsOneThatFoldedEverything() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("whole");
        List<Proposal> proposals = history(200);
        append(cluster, proposals);
        materialize(cluster, proposals.subList(0, 150), 120);
        Booted booted = Boot.boot(cluster);
        assertThat(booted.committed()).isEqualTo(120);
        assertThat(booted.state().resourceVersion()).isBetween(120L, 150L);
        assertThat(booted.replayed()).hasSize((int) booted.state().resourceVersion() - 120);
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
                Replica fresh = Replica.start(journal, booted.state(), ReplicaSettings.DEFAULT);
                Replica full = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT)) {
            assertThat(States.print(fresh.latest().get(10, TimeUnit.SECONDS)))
                    .isEqualTo(States.print(full.latest().get(10, TimeUnit.SECONDS)));
        }
    }

    @Test
    void refusesToBootWhenTheJournalLostWhatWasNotMaterialized() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("truncated");
        append(cluster, history(50));
        deleteJournalBefore(cluster, 10);
        assertThatThrownBy(() -> Boot.boot(cluster))
                .isInstanceOf(JournalTruncatedException.class)
                .hasMessageContaining("begins at offset 10")
                .hasMessageContaining("only up to 0");
    }

    @Test
    void refusesToBootWhenAFoldedJournalLostItsBeginning() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("beginning");
        append(cluster, history(20));
        position(cluster, 5);
        deleteJournalBefore(cluster, 10);
        assertThatThrownBy(() -> Boot.boot(cluster))
                .isInstanceOf(JournalTruncatedException.class)
                .hasMessageContaining("audit window")
                .hasMessageContaining("only up to 5");
    }

    @Test
    void refusesToBootWhenTheJournalEndsBeforeWhatWasFolded() throws Exception {
        ClusterConfig anew = KAFKA.cluster("anew");
        position(anew, 7);
        assertThatThrownBy(() -> Boot.boot(anew))
                .isInstanceOf(JournalTruncatedException.class)
                .hasMessageContaining("ends at offset 0")
                .hasMessageContaining("up to 7");
        // The machine lost power: state records that were written last are on the disk, their proposals are not.
        ClusterConfig cut = KAFKA.cluster("cut");
        List<Proposal> proposals = history(60);
        append(cut, proposals.subList(0, 30));
        materialize(cut, proposals, 25);
        assertThatThrownBy(() -> Boot.boot(cut))
                .isInstanceOf(JournalTruncatedException.class)
                .hasMessageContaining("ends at offset 30");
    }

    @Test
    void makesTheStateAnewFromTheJournalWhereTheTopicLacksWhatWasWrittenToIt() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("lacking");
        List<Proposal> proposals = history(80);
        append(cluster, proposals);
        materialize(cluster, proposals.subList(0, 30), 30, Contents.of(fold(proposals.subList(0, 30))));
        position(cluster, 80, Contents.of(fold(proposals)));
        Booted booted = Boot.boot(cluster);
        assertThat(States.print(booted.state())).isEqualTo(States.print(fold(proposals)));
        assertThat(booted.corrections()).isNotEmpty();
        assertThat(booted.committed()).isEqualTo(80);
        // The last position that holds is enough: the journal need not go back to the beginning.
        deleteJournalBefore(cluster, 20);
        assertThat(States.print(Boot.boot(cluster).state())).isEqualTo(States.print(fold(proposals)));
        deleteJournalBefore(cluster, 40);
        assertThatThrownBy(() -> Boot.boot(cluster))
                .isInstanceOf(DamagedTopicException.class)
                .hasMessageContaining("begins at offset 40")
                .hasMessageContaining("./shiplog repair");
    }

    @Test
    void refusesToBootWhenTheJournalSaysSomethingElseOfTheNewestObject() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("rewound");
        List<Proposal> proposals = history(60);
        append(cluster, proposals.subList(0, 20));
        append(cluster, proposals.subList(0, 40));
        materialize(cluster, proposals, 60);
        assertThatThrownBy(() -> Boot.boot(cluster))
                .isInstanceOf(JournalTruncatedException.class)
                .hasMessageContaining("says something else there");
    }

    @Test
    void theRepairKeepsWhatTheStateTopicHasWhereTheJournalLostItsEnd() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("repair-end");
        List<Proposal> proposals = history(60);
        append(cluster, proposals.subList(0, 30));
        materialize(cluster, proposals, 25);
        Repair repair = Repair.of(cluster).orElseThrow();
        long newest = newest(proposals);
        assertThat(repair.losses()).anyMatch(line -> line.contains("in its last " + (newest - 30) + " proposals"));
        repair.carryOut();
        State booted = Boot.boot(cluster).state();
        assertThat(alive(booted)).isEqualTo(alive(fold(proposals)));
        assertThat(booted.resourceVersion())
                .as("no resourceVersion is given twice")
                .isEqualTo(newest);
        append(cluster, List.of(proposals.getLast()));
        assertThat(Repair.of(cluster)).isEmpty();
    }

    @Test
    void theRepairGoesOnBehindWhatWasDeletedBeforeItWasMaterialized() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("repair-beginning");
        List<Proposal> proposals = history(50);
        append(cluster, proposals);
        materialize(cluster, proposals.subList(0, 20), 20);
        deleteJournalBefore(cluster, 30);
        Repair repair = Repair.of(cluster).orElseThrow();
        assertThat(repair.losses()).anyMatch(line -> line.startsWith("lost: the "));
        String repaired = States.print(repair.carryOut());
        assertThat(States.print(Boot.boot(cluster).state())).isEqualTo(repaired);
    }

    @Test
    void theRepairKeepsTheObjectsThatAreThereWhereOthersCannotBeMadeAnew() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("repair-objects");
        List<Proposal> proposals = history(50);
        append(cluster, proposals);
        materialize(cluster, proposals.subList(0, 20), 50, Contents.of(fold(proposals)));
        deleteJournalBefore(cluster, 50);
        assertThatThrownBy(() -> Boot.boot(cluster)).isInstanceOf(DamagedTopicException.class);
        State repaired = Repair.of(cluster).orElseThrow().carryOut();
        assertThat(alive(repaired)).isEqualTo(alive(fold(proposals.subList(0, 20))));
        assertThat(States.print(Boot.boot(cluster).state())).isEqualTo(States.print(repaired));
    }

    private static long newest(List<Proposal> proposals) {
        State state = State.EMPTY;
        long newest = 0;
        for (Proposal proposal : proposals) {
            State.Folded folded = state.fold(proposal, state.resourceVersion());
            state = folded.next();
            if (folded.verdict() instanceof Verdict.Accepted) {
                newest = state.resourceVersion();
            }
        }
        return newest;
    }

    @Test
    void aFollowerGivesTheStateThenTheChangesAndKeepsTheHighestVersion() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("follow");
        List<Proposal> proposals = history(60);
        materialize(cluster, proposals.subList(0, 30), 30);
        List<StateRecord> seen = new CopyOnWriteArrayList<>();
        List<Throwable> faults = new CopyOnWriteArrayList<>();
        try (StateFollower follower = StateFollower.start(cluster, CONFIG_MAPS::equals, new StateFollower.Listener() {
            @Override
            public void changed(List<StateRecord> records) {
                seen.addAll(records);
            }

            @Override
            public void loaded() {}

            @Override
            public void failed(Throwable fault) {
                faults.add(fault);
            }
        })) {
            follower.loaded().get(20, TimeUnit.SECONDS);
            State half = fold(proposals.subList(0, 30));
            assertThat(alive(seen)).isEqualTo(alive(half));
            // A successor writes everything again, from the beginning.
            materialize(cluster, proposals, 60);
            await().untilAsserted(() -> assertThat(alive(seen)).isEqualTo(alive(fold(proposals))));
            for (StateRecord record : seen) {
                assertThat(seen.stream()
                                .filter(r -> r.key().equals(record.key()))
                                .map(StateRecord::resourceVersion))
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
        assertThat(faults).isEmpty();
    }

    private static Map<String, Long> alive(List<StateRecord> records) {
        Map<String, Long> alive = new java.util.TreeMap<>();
        for (StateRecord record : records) {
            if (record.object() == null) {
                alive.remove(record.key().toString());
            } else {
                alive.put(record.key().toString(), record.resourceVersion());
            }
        }
        return alive;
    }

    private static Map<String, Long> alive(State state) {
        Map<String, Long> alive = new java.util.TreeMap<>();
        state.table(CONFIG_MAPS).forEach((key, object) -> alive.put(key.toString(), object.resourceVersion()));
        return alive;
    }

    private static List<Proposal> history(int length) {
        Random random = new Random(length);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < length * 2; i++) {
            operations.add(Operation.random(random));
        }
        return NaiveModel.play(operations).proposals().subList(0, length);
    }

    private static void append(ClusterConfig cluster, List<Proposal> proposals) throws Exception {
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
            for (Proposal proposal : proposals) {
                journal.append(proposal).get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void deleteJournalBefore(ClusterConfig cluster, long offset) throws Exception {
        TopicPartition journal = new TopicPartition(Topics.journal(cluster), 0);
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            admin.deleteRecords(Map.of(journal, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static void position(ClusterConfig cluster, long resourceVersion) {
        position(cluster, StateRecordFormat.positionHeaders(resourceVersion));
    }

    private static void position(ClusterConfig cluster, long resourceVersion, Contents contents) {
        position(cluster, StateRecordFormat.positionHeaders(resourceVersion, contents));
    }

    private static void position(ClusterConfig cluster, Headers headers) {
        try (var producer =
                new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    Topics.state(cluster),
                    null,
                    StateRecordFormat.positionKey(),
                    StateRecordFormat.positionValue(),
                    headers));
        }
    }

    private static State fold(List<Proposal> proposals) {
        State state = State.EMPTY;
        for (Proposal proposal : proposals) {
            state = state.fold(proposal, state.resourceVersion()).next();
        }
        return state;
    }

    /** Does what the materializer does with {@code proposals}, and says that it is at {@code committed}. */
    private static void materialize(ClusterConfig cluster, List<Proposal> proposals, long committed) throws Exception {
        write(cluster, proposals);
        position(cluster, committed);
    }

    private static void materialize(ClusterConfig cluster, List<Proposal> proposals, long committed, Contents contents)
            throws Exception {
        write(cluster, proposals);
        position(cluster, committed, contents);
    }

    private static void write(ClusterConfig cluster, List<Proposal> proposals) throws Exception {
        State state = State.EMPTY;
        try (var producer =
                new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Proposal proposal : proposals) {
                State.Folded folded = state.fold(proposal, state.resourceVersion());
                state = folded.next();
                if (folded.verdict() instanceof Verdict.Accepted accepted) {
                    for (Change change : accepted.changes()) {
                        StateRecord record = StateRecord.of(change, proposal.id());
                        producer.send(new ProducerRecord<>(
                                Topics.state(cluster),
                                null,
                                StateRecordFormat.key(record.ref()),
                                record.object(),
                                StateRecordFormat.headers(record)));
                    }
                }
            }
            producer.flush();
        }
    }
}
