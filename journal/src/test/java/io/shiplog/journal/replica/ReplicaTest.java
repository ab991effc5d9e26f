package io.shiplog.journal.replica;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.PODS;
import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static io.shiplog.journal.testkit.Objects.text;
import static io.shiplog.journal.testkit.Objects.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.Journal;
import io.shiplog.journal.Outcome;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.memory.InMemoryJournal;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private final ReplicaSettings settings = ReplicaSettings.DEFAULT
            .withProgressInterval(Duration.ofMillis(20))
            .withDecisionTimeout(Duration.ofSeconds(5));
    private final InMemoryJournal journal = new InMemoryJournal(new ProposalLimits(10_000, 5_000), () -> Instant.EPOCH);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private Replica replica = Replica.start(journal, State.EMPTY, settings);

    @AfterEach
    void close() {
        replica.close();
        journal.close();
        executor.shutdownNow();
    }

    @Test
    void answersAProposalOnlyWhenItsOwnStateHasIt() throws Exception {
        Outcome outcome = decide(proposal(create(key("a"), "u1", "1")));
        assertThat(verdict(outcome)).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Outcome.Decided) outcome).state().get(CONFIG_MAPS, key("a")))
                .isNotNull();
        StoredObject stored = stored("a");
        assertThat(stored.resourceVersion()).isEqualTo(1);
        assertThat(text(stored.json())).contains("\"metadata\":{\"resourceVersion\":\"1\",\"name\":\"a\"");
    }

    @Test
    void refusesASecondCreateAndAStaleUpdate() throws Exception {
        decide(proposal(create(key("a"), "u1", "1")));
        StoredObject first = stored("a");
        assertThat(verdict(decide(proposal(create(key("a"), "u2", "2"))))).isInstanceOf(Verdict.Refused.class);
        decide(proposal(update(first, "2")));
        assertThat(verdict(decide(proposal(update(first, "3")))))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.current()).isEqualTo(3));
        assertThat(replica.state().resourceVersion()).isEqualTo(4);
    }

    @Test
    void failsAProposalThatIsTooLargeWithoutAppendingIt() {
        assertThatThrownBy(() -> decide(proposal(create(key("a"), "u1", "x".repeat(6_000)))))
                .hasCauseInstanceOf(ProposalTooLargeException.class);
        assertThat(journal.endOffset().join()).isZero();
    }

    @Test
    void latestSeesWhatAnotherReplicaWasToldIsDone() throws Exception {
        try (Replica other = Replica.start(journal, State.EMPTY, settings)) {
            for (int i = 0; i < 200; i++) {
                other.propose(proposal(create(key("k" + i), "u" + i, "1"))).get(5, TimeUnit.SECONDS);
                assertThat(replica.latest().get(5, TimeUnit.SECONDS).get(CONFIG_MAPS, key("k" + i)))
                        .isNotNull();
            }
        }
    }

    @Test
    void readsThatWaitAtTheSameTimeShareOneQuestion() throws Exception {
        ManualJournal manual = new ManualJournal();
        try (Replica asking = Replica.start(manual, State.EMPTY, settings)) {
            CompletableFuture<State> first = asking.latest();
            List<CompletableFuture<State>> others = List.of(asking.latest(), asking.latest(), asking.latest());
            assertThat(manual.questions).hasSize(1);
            manual.questions.getFirst().complete(0L);
            assertThat(first.get(5, TimeUnit.SECONDS)).isSameAs(State.EMPTY);
            // Theirs was asked after they came.
            assertThat(others).noneMatch(CompletableFuture::isDone);
            assertThat(manual.questions).hasSize(2);
            manual.questions.getLast().complete(0L);
            for (CompletableFuture<State> other : others) {
                assertThat(other.get(5, TimeUnit.SECONDS)).isSameAs(State.EMPTY);
            }
            assertThat(manual.questions).hasSize(2);
        }
    }

    @Test
    void aReadWaitsNoLongerThanItMayWhateverTheJournalDoes() {
        ManualJournal manual = new ManualJournal();
        try (Replica asking = Replica.start(manual, State.EMPTY, settings.withDecisionTimeout(Duration.ofMillis(50)))) {
            CompletableFuture<State> first = asking.latest();
            CompletableFuture<State> second = asking.latest();
            for (CompletableFuture<State> read : List.of(first, second)) {
                assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
            }
            manual.questions.getFirst().completeExceptionally(new IllegalStateException("away"));
            manual.questions.getLast().completeExceptionally(new IllegalStateException("away"));
            assertThatThrownBy(() -> asking.latest().get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void aReadWhoseQuestionIsOnItsWayHearsOfTheEnd() {
        ManualJournal manual = new ManualJournal();
        Replica asking = Replica.start(manual, State.EMPTY, settings.withDecisionTimeout(Duration.ofHours(1)));
        List<CompletableFuture<State>> reads = List.of(asking.latest(), asking.latest());
        asking.close();
        for (CompletableFuture<State> read : reads) {
            assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(ReplicaEndedException.class);
        }
    }

    @Test
    void reachedWaitsForALaterVersionAndTimesOut() throws Exception {
        CompletableFuture<State> second = replica.reached(2, Duration.ofSeconds(5));
        decide(proposal(create(key("a"), "u1", "1")));
        assertThat(second).isNotDone();
        decide(proposal(create(key("b"), "u2", "1")));
        assertThat(second.get(5, TimeUnit.SECONDS).resourceVersion()).isGreaterThanOrEqualTo(2);
        assertThatThrownBy(() -> replica.reached(99, Duration.ofMillis(50)).get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aWatchGivesThePastThenTheLiveWithoutGapOrDouble() throws Exception {
        for (int i = 0; i < 50; i++) {
            decide(proposal(create(key("k" + i), "u" + i, "1")));
        }
        Recorder recorder = new Recorder();
        replica.follow(CONFIG_MAPS, 10, executor, recorder);
        for (int i = 50; i < 100; i++) {
            decide(proposal(create(key("k" + i), "u" + i, "1")));
        }
        await().until(() -> recorder.progress == 100);
        assertThat(recorder.versions())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 100).boxed().toList());
    }

    @Test
    void aWatchOfAnotherResourceHearsOnlyProgress() throws Exception {
        Recorder recorder = new Recorder();
        replica.follow(PODS, 0, executor, recorder);
        decide(proposal(create(key("a"), "u1", "1")));
        await().until(() -> recorder.progress == 1);
        assertThat(recorder.events).isEmpty();
    }

    @Test
    void aDeletionShowsTheLastObjectAtTheDeletionsVersion() throws Exception {
        decide(proposal(create(key("a"), "u1", "last")));
        Recorder recorder = new Recorder();
        replica.follow(CONFIG_MAPS, 1, executor, recorder);
        decide(proposal(Write.delete(stored("a"))));
        await().until(() -> !recorder.events.isEmpty());
        WatchEvent event = recorder.events.element();
        assertThat(event.change().after()).isNull();
        assertThat(event.object().resourceVersion()).isEqualTo(2);
        assertThat(text(event.object().json()))
                .contains("\"resourceVersion\":\"2\"")
                .contains("last");
    }

    @Test
    void aWatchFromBeforeTheRetainedChangesIsExpired() throws Exception {
        replica.close();
        replica = Replica.start(journal, State.EMPTY, settings.withHistory(10, Duration.ofMinutes(5)));
        for (int i = 0; i < 30; i++) {
            decide(proposal(create(key("k" + i), "u" + i, "1")));
        }
        Recorder tooOld = new Recorder();
        replica.follow(CONFIG_MAPS, 5, executor, tooOld);
        await().until(() -> !tooOld.ends.isEmpty());
        assertThat(tooOld.ends).containsExactly(new WatchEnd.Expired(20));
        Recorder young = new Recorder();
        replica.follow(CONFIG_MAPS, 20, executor, young);
        await().until(() -> young.progress == 30);
        assertThat(young.versions()).hasSize(10);
    }

    @Test
    void retainsNoMoreBytesOfObjectsThanItMay() throws Exception {
        replica.close();
        replica = Replica.start(
                journal,
                State.EMPTY,
                settings.withHistory(new ReplicaSettings.Retention(1_000, 1_000, Duration.ofMinutes(5))));
        for (int i = 0; i < 30; i++) {
            decide(proposal(create(key("k" + i), "u" + i, "x".repeat(300))));
        }
        Recorder tooOld = new Recorder();
        replica.follow(CONFIG_MAPS, 20, executor, tooOld);
        await().until(() -> !tooOld.ends.isEmpty());
        Recorder young = new Recorder();
        replica.follow(CONFIG_MAPS, 29, executor, young);
        await().until(() -> young.progress == 30);
        assertThat(young.versions()).hasSize(1);
    }

    @Test
    void aWatcherThatIsTooSlowIsEndedAndNobodyWaitsForIt() throws Exception {
        replica.close();
        replica = Replica.start(journal, State.EMPTY, settings.withHistory(10, Duration.ofMinutes(5)));
        CountDownLatch blocked = new CountDownLatch(1);
        List<WatchEnd> ends = new CopyOnWriteArrayList<>();
        replica.follow(CONFIG_MAPS, 0, executor, new WatchListener() {
            @Override
            public void events(List<WatchEvent> events, long resourceVersion) {
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void ended(WatchEnd reason) {
                ends.add(reason);
            }
        });
        for (int i = 0; i < 30; i++) {
            decide(proposal(create(key("k" + i), "u" + i, "1")));
        }
        blocked.countDown();
        await().until(() -> !ends.isEmpty());
        assertThat(ends).containsExactly(new WatchEnd.TooSlow());
    }

    @Test
    void aListenerThatIsNotReadyIsLeftAloneUntilItResumes() throws Exception {
        Reluctant reluctant = new Reluctant();
        Subscription subscription = replica.follow(CONFIG_MAPS, 0, executor, reluctant);
        decide(proposal(create(key("a"), "u1", "1")));
        decide(proposal(create(key("b"), "u2", "1")));
        Recorder other = new Recorder();
        replica.follow(CONFIG_MAPS, 0, executor, other);
        await().until(() -> other.versions().size() == 2);
        assertThat(reluctant.recorder.events).isEmpty();
        reluctant.ready = true;
        subscription.resume();
        await().until(() -> reluctant.recorder.versions().equals(List.of(1L, 2L)));
    }

    @Test
    void aListenerThatIsNeverReadyEndsWhenItsChangesAreGivenUp() throws Exception {
        replica.close();
        replica = Replica.start(journal, State.EMPTY, settings.withHistory(10, Duration.ofMinutes(5)));
        Reluctant reluctant = new Reluctant();
        replica.follow(CONFIG_MAPS, 0, executor, reluctant);
        for (int i = 0; i < 30; i++) {
            decide(proposal(create(key("k" + i), "u" + i, "1")));
        }
        await().until(() -> !reluctant.recorder.ends.isEmpty());
        assertThat(reluctant.recorder.ends).containsExactly(new WatchEnd.TooSlow());
        assertThat(reluctant.recorder.events).isEmpty();
    }

    @Test
    void aBatchEndsWithTheEventThatMakesItLarge() throws Exception {
        for (int i = 0; i < 100; i++) {
            decide(proposal(create(key("k" + i), "u" + i, "x".repeat(4_000))));
        }
        List<Integer> batches = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            public void events(List<WatchEvent> given, long resourceVersion) {
                batches.add(given.size());
                super.events(given, resourceVersion);
            }
        };
        replica.follow(CONFIG_MAPS, 0, executor, recorder);
        await().until(() -> recorder.versions().size() == 100);
        assertThat(recorder.versions())
                .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(batches).allSatisfy(size -> assertThat(size).isLessThan(40));
    }

    @Test
    void aWatchersExceptionEndsOnlyThatWatch() throws Exception {
        Recorder good = new Recorder();
        List<WatchEnd> ends = new CopyOnWriteArrayList<>();
        replica.follow(CONFIG_MAPS, 0, executor, good);
        replica.follow(CONFIG_MAPS, 0, executor, new WatchListener() {
            @Override
            public void events(List<WatchEvent> events, long resourceVersion) {
                throw new IllegalStateException("broken pipe");
            }

            @Override
            public void ended(WatchEnd reason) {
                ends.add(reason);
            }
        });
        decide(proposal(create(key("a"), "u1", "1")));
        await().until(() -> good.events.size() == 1 && ends.size() == 1);
        assertThat(ends.getFirst()).isInstanceOf(WatchEnd.ListenerFailed.class);
    }

    @Test
    void closingEndsEveryoneWhoWaits() {
        Recorder recorder = new Recorder();
        replica.follow(CONFIG_MAPS, 0, executor, recorder);
        CompletableFuture<State> waiting = replica.reached(5, Duration.ofSeconds(30));
        replica.close();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(replica.propose(proposal(create(key("a"), "u1", "1")))).isCompletedExceptionally();
        assertThat(replica.latest()).isCompletedExceptionally();
        await().until(() -> recorder.ends.size() == 1);
        assertThat(recorder.ends.getFirst()).isInstanceOf(WatchEnd.ReplicaEnded.class);
        assertThat(replica.ended()).isNotDone();
    }

    private Outcome decide(Proposal proposal) throws Exception {
        return replica.propose(proposal).get(5, TimeUnit.SECONDS);
    }

    private StoredObject stored(String name) {
        return java.util.Objects.requireNonNull(replica.state().get(CONFIG_MAPS, key(name)));
    }

    private static Verdict verdict(Outcome outcome) {
        return ((Outcome.Decided) outcome).verdict();
    }

    /** A journal whose end is what a test says, when it says so. */
    private static final class ManualJournal implements Journal {
        final List<CompletableFuture<Long>> questions = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<Long> append(Proposal proposal) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Long> endOffset() {
            CompletableFuture<Long> question = new CompletableFuture<>();
            questions.add(question);
            return question;
        }

        @Override
        public Tail tail(long fromOffset, Listener listener) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private static class Recorder implements WatchListener {
        final ConcurrentLinkedQueue<WatchEvent> events = new ConcurrentLinkedQueue<>();
        final List<WatchEnd> ends = new CopyOnWriteArrayList<>();
        volatile long progress;

        @Override
        public void events(List<WatchEvent> more, long resourceVersion) {
            events.addAll(more);
            progress = resourceVersion;
        }

        @Override
        public void ended(WatchEnd reason) {
            ends.add(reason);
        }

        List<Long> versions() {
            return events.stream().map(WatchEvent::resourceVersion).toList();
        }
    }

    /** Takes nothing until it is told to. */
    private static final class Reluctant implements WatchListener {
        final Recorder recorder = new Recorder();
        volatile boolean ready;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void events(List<WatchEvent> events, long resourceVersion) {
            recorder.events(events, resourceVersion);
        }

        @Override
        public void ended(WatchEnd reason) {
            recorder.ended(reason);
        }
    }
}
