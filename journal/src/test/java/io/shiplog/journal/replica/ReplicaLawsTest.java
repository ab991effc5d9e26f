package io.shiplog.journal.replica;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Outcome;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.memory.InMemoryJournal;
import io.shiplog.journal.testkit.FaultyJournal;
import io.shiplog.journal.testkit.NaiveModel;
import io.shiplog.journal.testkit.Operation;
import io.shiplog.journal.testkit.Property;
import io.shiplog.journal.testkit.ScriptedJournal;
import io.shiplog.journal.testkit.States;
import io.shiplog.objects.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The laws of a replica, over generated histories and injected faults. */
class ReplicaLawsTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final ReplicaSettings SETTINGS = ReplicaSettings.DEFAULT;

    @Test
    void anySplitIntoBatchesAndAnyRedeliveryGivesTheSameStateAndTheSameWatch() {
        Property.over(Operation::random).cases(100).holds((operations, choices) -> {
            List<JournalRecord> records = records(NaiveModel.play(operations).proposals());
            State expected = State.EMPTY;
            List<Long> changes = new ArrayList<>();
            for (JournalRecord record : records) {
                State.Folded folded = expected.fold(record.proposal(), record.offset());
                expected = folded.next();
                if (folded.verdict() instanceof Verdict.Accepted accepted) {
                    accepted.changes().forEach(change -> changes.add(change.resourceVersion()));
                }
            }
            ScriptedJournal journal = new ScriptedJournal();
            List<List<Long>> joined = new ArrayList<>();
            try (Replica replica = Replica.start(journal, State.EMPTY, SETTINGS)) {
                long joinAt = choices.nextInt(records.size() + 1);
                deliver(journal, records, choices, () -> {
                    if (replica.state().resourceVersion() >= joinAt && joined.isEmpty()) {
                        List<Long> seen = new CopyOnWriteArrayList<>();
                        joined.add(seen);
                        replica.follow(CONFIG_MAPS, 0, Runnable::run, new Collector(seen));
                    }
                });
                assertThat(States.print(replica.state())).isEqualTo(States.print(expected));
                List<Long> whole = new ArrayList<>();
                replica.follow(CONFIG_MAPS, 0, Runnable::run, new Collector(whole));
                assertThat(whole).isEqualTo(changes);
                await().untilAsserted(() -> assertThat(joined.getFirst()).isEqualTo(changes));
            }
        });
    }

    @Test
    void whateverGoesWrongWithAppendsAnAnswerIsTrueOrUnknown() {
        Property.over(Operation::random).cases(25).lengthUpTo(25).holds((operations, choices) -> {
            InMemoryJournal log = new InMemoryJournal();
            FaultyJournal.Fault[] faults = FaultyJournal.Fault.values();
            long seed = choices.nextLong();
            FaultyJournal faulty = new FaultyJournal(log, n -> faults[new Random(seed + n).nextInt(faults.length)]);
            // Short, since every lost append waits for it. A machine that pauses for longer hears "unknown" more often.
            ReplicaSettings quick = SETTINGS.withDecisionTimeout(Duration.ofMillis(150));
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            List<Proposal> proposals = NaiveModel.play(operations).proposals();
            try (Replica replica = Replica.start(faulty, State.EMPTY, quick);
                    Replica witness = Replica.start(log, State.EMPTY, quick)) {
                for (Proposal proposal : proposals) {
                    outcomes.add(replica.propose(proposal));
                }
                for (CompletableFuture<Outcome> outcome : outcomes) {
                    assertThat(outcome.get(10, TimeUnit.SECONDS)).isNotNull();
                }
                long end = log.endOffset().get();
                String seen = States.print(replica.reached(end, LONG).get());
                assertThat(seen)
                        .isEqualTo(States.print(witness.reached(end, LONG).get()));
                assertAnswersAreTrue(log, proposals, outcomes);
            }
            log.close();
        });
    }

    /**
     * Folds the journal once more and compares: a decided proposal was decided so, and one that is not in the journal
     * is unknown. One that came back too late is unknown too, whatever became of it.
     */
    private static void assertAnswersAreTrue(
            InMemoryJournal log, List<Proposal> proposals, List<CompletableFuture<Outcome>> outcomes) throws Exception {
        Map<String, Verdict> truth = verdicts(log);
        for (int i = 0; i < proposals.size(); i++) {
            Verdict real = truth.get(proposals.get(i).id());
            switch (outcomes.get(i).get()) {
                case Outcome.Decided decided ->
                    assertThat(decided.verdict()).usingRecursiveComparison().isEqualTo(real);
                case Outcome.Unknown unknown -> assertThat(unknown.reason()).isNotBlank();
            }
        }
    }

    /**
     * The verdicts of everything in the journal, by the proposal's id; of a doubled one the first, which it was
     * answered by.
     */
    private static Map<String, Verdict> verdicts(InMemoryJournal log) throws Exception {
        Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
        AtomicReference<State> state = new AtomicReference<>(State.EMPTY);
        AtomicReference<Throwable> fault = new AtomicReference<>();
        long end = log.endOffset().get();
        log.tail(0, new Journal.Listener() {
            @Override
            public void records(List<JournalRecord> batch) {
                for (JournalRecord record : batch) {
                    State.Folded folded = state.get().fold(record.proposal(), record.offset());
                    verdicts.putIfAbsent(record.proposal().id(), folded.verdict());
                    state.set(folded.next());
                }
            }

            @Override
            public void failed(Throwable reason) {
                fault.set(reason);
            }
        });
        await().atMost(LONG).until(() -> fault.get() != null || state.get().resourceVersion() == end);
        assertThat(fault.get()).isNull();
        return verdicts;
    }

    @Test
    void aProposalThatComesBackTooLateWasUnknownAndTakesEffect() throws Exception {
        ScriptedJournal journal = new ScriptedJournal();
        try (Replica replica =
                Replica.start(journal, State.EMPTY, SETTINGS.withDecisionTimeout(Duration.ofMillis(1)))) {
            Proposal late = proposal(create(key("a"), "u", "1"));
            assertThat(replica.propose(late).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
            journal.deliver(records(List.of(late)));
            assertThat(replica.state().get(CONFIG_MAPS, key("a"))).isNotNull();
        }
    }

    @Test
    void aProposalWhoseAppendWasNotAcknowledgedLearnsTheTruthWhenItComesBack() throws Exception {
        InMemoryJournal log = new InMemoryJournal();
        FaultyJournal faulty = new FaultyJournal(log, n -> FaultyJournal.Fault.UNACKNOWLEDGED);
        try (log;
                Replica replica = Replica.start(faulty, State.EMPTY, SETTINGS)) {
            Outcome outcome =
                    replica.propose(proposal(create(key("a"), "u", "1"))).get(5, TimeUnit.SECONDS);
            assertThat(outcome).isInstanceOf(Outcome.Decided.class);
        }
    }

    @Test
    void aProposalThatNeverComesBackIsUnknown() throws Exception {
        InMemoryJournal log = new InMemoryJournal();
        FaultyJournal faulty = new FaultyJournal(log, n -> FaultyJournal.Fault.LOST);
        try (log;
                Replica replica =
                        Replica.start(faulty, State.EMPTY, SETTINGS.withDecisionTimeout(Duration.ofMillis(100)))) {
            Outcome outcome =
                    replica.propose(proposal(create(key("a"), "u", "1"))).get(5, TimeUnit.SECONDS);
            assertThat(outcome).isEqualTo(new Outcome.Unknown("no answer"));
        }
    }

    @Test
    void aFaultOfTheFoldEndsTheReplicaAndTellsEveryone() {
        ScriptedJournal journal = new ScriptedJournal();
        try (Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT)) {
            CompletableFuture<Outcome> waiting = replica.propose(proposal(create(key("a"), "u", "1")));
            IllegalStateException fault = new IllegalStateException("unreadable");
            journal.fail(fault);
            assertThat(replica.ended()).isCompletedWithValue(fault);
            assertThat(waiting).isCompletedExceptionally();
            assertThat(replica.isRunning()).isFalse();
        }
    }

    private static void deliver(
            ScriptedJournal journal, List<JournalRecord> records, Random choices, Runnable between) {
        for (int at = 0; at < records.size(); ) {
            between.run();
            int from = Math.max(0, at - choices.nextInt(3)); // some come twice
            int to = Math.min(records.size(), at + 1 + choices.nextInt(5));
            journal.deliver(records.subList(from, to));
            at = to;
        }
        between.run();
    }

    private static List<JournalRecord> records(List<Proposal> proposals) {
        List<JournalRecord> records = new ArrayList<>();
        for (Proposal proposal : proposals) {
            records.add(new JournalRecord(records.size(), Instant.EPOCH, proposal));
        }
        return records;
    }

    private record Collector(List<Long> versions) implements WatchListener {
        @Override
        public void events(List<WatchEvent> events, long resourceVersion) {
            for (WatchEvent event : events) {
                Change change = event.change();
                versions.add(change.resourceVersion());
            }
        }

        @Override
        public void ended(WatchEnd reason) {
            // closing the replica ends the watch
        }
    }
}
