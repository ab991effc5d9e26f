package io.shiplog.journal.replica;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Change;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The laws of a replica, over generated histories and injected faults. */
class ReplicaLawsTest {
    private static final ReplicaSettings SETTINGS = ReplicaSettings.defaults(fault -> {});

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
                        List<Long> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
                        joined.add(seen);
                        replica.follow(CONFIG_MAPS, 0, Runnable::run, new Collector(seen));
                    }
                });
                assertThat(States.print(replica.state())).isEqualTo(States.print(expected));
                List<Long> whole = new ArrayList<>();
                replica.follow(CONFIG_MAPS, 0, Runnable::run, new Collector(whole));
                assertThat(whole).isEqualTo(changes);
                org.awaitility.Awaitility.await()
                        .untilAsserted(() -> assertThat(joined.getFirst()).isEqualTo(changes));
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
                State end = witness.latest().get(10, TimeUnit.SECONDS);
                assertThat(States.print(replica.latest().get(10, TimeUnit.SECONDS)))
                        .isEqualTo(States.print(end));
                assertAnswersAreTrue(log, proposals, outcomes);
            }
            log.close();
        });
    }

    /** Folds the journal once more and compares: a decided proposal was decided so, an unknown one never came. */
    private static void assertAnswersAreTrue(
            InMemoryJournal log, List<Proposal> proposals, List<CompletableFuture<Outcome>> outcomes) throws Exception {
        java.util.Map<String, Verdict> truth = new java.util.concurrent.ConcurrentHashMap<>();
        long end = log.endOffset().get();
        AtomicReference<State> state = new AtomicReference<>(State.EMPTY);
        log.tail(0, new io.shiplog.journal.Journal.Listener() {
            @Override
            public void records(List<JournalRecord> batch) {
                for (JournalRecord record : batch) {
                    State.Folded folded = state.get().fold(record.proposal(), record.offset());
                    truth.putIfAbsent(record.proposal().id(), folded.verdict());
                    state.set(folded.next());
                }
            }

            @Override
            public void failed(Throwable fault) {
                throw new AssertionError(fault);
            }
        });
        org.awaitility.Awaitility.await().until(() -> state.get().resourceVersion() == end);
        for (int i = 0; i < proposals.size(); i++) {
            Verdict real = truth.get(proposals.get(i).id());
            Outcome told = outcomes.get(i).get();
            if (told instanceof Outcome.Decided(Verdict verdict, State ignored)) {
                assertThat(verdict).usingRecursiveComparison().isEqualTo(real);
            } else {
                assertThat(real).isNull();
            }
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
        AtomicReference<Throwable> told = new AtomicReference<>();
        ScriptedJournal journal = new ScriptedJournal();
        try (Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.defaults(told::set))) {
            CompletableFuture<Outcome> waiting = replica.propose(proposal(create(key("a"), "u", "1")));
            IllegalStateException fault = new IllegalStateException("unreadable");
            journal.fail(fault);
            assertThat(told.get()).isSameAs(fault);
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
