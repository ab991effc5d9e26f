package io.shiplog.journal.testkit;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static io.shiplog.journal.testkit.Objects.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Outcome;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every journal keeps: the one in memory, the embedded Kafka's and a real Kafka's. A subclass gives a new, empty
 * journal for every test, and as many handles on it as are asked for.
 */
public abstract class JournalContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<AutoCloseable> open = new ArrayList<>();

    /** Makes a journal that holds nothing; later calls of {@link #connect} lead to it. */
    protected abstract void createEmptyJournal() throws Exception;

    /** A handle on the journal, as a process of its own would have one. */
    protected abstract Journal connect() throws Exception;

    @BeforeEach
    void startEmpty() throws Exception {
        createEmptyJournal();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void offsetsStartAtZeroAndRiseByOne() throws Exception {
        Journal journal = opened();
        assertThat(get(journal.endOffset())).isZero();
        for (long i = 0; i < 5; i++) {
            assertThat(get(journal.append(numbered(i)))).isEqualTo(i);
        }
        assertThat(get(journal.endOffset())).isEqualTo(5);
    }

    @Test
    void theEndOffsetCountsEveryAcknowledgedAppendThroughAnyHandle() throws Exception {
        Journal one = opened();
        Journal other = opened();
        for (int i = 0; i < 50; i++) {
            long offset = get(one.append(numbered(i)));
            assertThat(get(other.endOffset())).isGreaterThan(offset);
        }
    }

    @Test
    void aTailGivesEveryRecordOnceInOrderFromItsOffset() throws Exception {
        Journal journal = opened();
        for (int i = 0; i < 20; i++) {
            get(journal.append(numbered(i)));
        }
        Recorder fromTheStart = new Recorder();
        Recorder fromTheMiddle = new Recorder();
        opened(journal.tail(0, fromTheStart));
        opened(journal.tail(7, fromTheMiddle));
        List<CompletableFuture<Long>> appends = new ArrayList<>();
        for (int i = 20; i < 520; i++) {
            appends.add(journal.append(numbered(i)));
        }
        for (CompletableFuture<Long> append : appends) {
            get(append);
        }
        await().atMost(PATIENCE).until(() -> fromTheStart.records.size() == 520 && fromTheMiddle.records.size() == 513);
        assertThat(fromTheStart.offsets())
                .containsExactlyElementsOf(LongStream.range(0, 520).boxed().toList());
        assertThat(fromTheMiddle.offsets())
                .containsExactlyElementsOf(LongStream.range(7, 520).boxed().toList());
        assertThat(fromTheStart.records)
                .allSatisfy(record -> assertThat(record.proposal().id()).isEqualTo("n" + record.offset()));
    }

    @Test
    void aRecordComesBackAsItWasProposed() throws Exception {
        Journal journal = opened();
        Proposal proposal = proposal(
                create(key("ü-漢"), "ü1", "line\\nfeed \\u0041 ]}"), create(key("b"), "u2", "x".repeat(100_000)));
        get(journal.append(proposal));
        Recorder recorder = new Recorder();
        opened(journal.tail(0, recorder));
        await().atMost(PATIENCE).until(() -> !recorder.records.isEmpty());
        JournalRecord record = recorder.records.getFirst();
        assertThat(record.proposal().id()).isEqualTo(proposal.id());
        assertThat(record.proposal().origin()).isEqualTo(proposal.origin());
        for (int i = 0; i < 2; i++) {
            Write read = record.proposal().writes().get(i);
            Write written = proposal.writes().get(i);
            assertThat(read.object()).isEqualTo(written.object());
            assertThat(List.of(read.resource(), read.key(), read.uid(), read.base()))
                    .isEqualTo(List.of(written.resource(), written.key(), written.uid(), written.base()));
        }
        assertThat(record.time())
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
    }

    @Test
    void aProposalOverTheLimitIsRefusedAndNotAppended() throws Exception {
        Journal journal = opened();
        assertThatThrownBy(() -> get(journal.append(proposal(create(key("a"), "u", "x".repeat(4 * 1024 * 1024))))))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ProposalTooLargeException.class);
        assertThat(get(journal.endOffset())).isZero();
    }

    @Test
    void theLargestObjectThatIsAllowedGoesThrough() throws Exception {
        Journal journal = opened();
        String value = "x".repeat(1_500_000);
        get(journal.append(proposal(create(key("a"), "u", value), create(key("b"), "u", value))));
        Recorder recorder = new Recorder();
        opened(journal.tail(0, recorder));
        await().atMost(PATIENCE).until(() -> !recorder.records.isEmpty());
    }

    @Test
    void aClosedTailGivesNothingMore() throws Exception {
        Journal journal = opened();
        Recorder recorder = new Recorder();
        Journal.Tail tail = journal.tail(0, recorder);
        get(journal.append(numbered(0)));
        await().atMost(PATIENCE).until(() -> recorder.records.size() == 1);
        tail.close();
        get(journal.append(numbered(1)));
        Recorder later = new Recorder();
        opened(journal.tail(0, later));
        await().atMost(PATIENCE).until(() -> later.records.size() == 2);
        assertThat(recorder.records).hasSize(1);
    }

    @Test
    void writersRacingOnTheSameKeysThroughSeveralHandlesNeverLoseAnUpdate() throws Exception {
        int writers = 6;
        int increments = 40;
        List<Replica> replicas = List.of(replica(), replica(), replica());
        get(replicas.getFirst().propose(proposal(create(key("counter"), "u", "0"))));
        Map<Long, String> accepted = new ConcurrentSkipListMap<>();
        List<Thread> threads = IntStream.range(0, writers)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    Replica replica = replicas.get(i % replicas.size());
                    for (int done = 0; done < increments; ) {
                        StoredObject current = stored(replica.latest().join());
                        String next = "w" + i + "-" + done;
                        Outcome outcome =
                                replica.propose(proposal(update(current, next))).join();
                        if (outcome instanceof Outcome.Decided(Verdict.Accepted a, State after)) {
                            accepted.put(a.resourceVersion(), next);
                            assertThat(after.resourceVersion()).isGreaterThanOrEqualTo(a.resourceVersion());
                            done++;
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            assertThat(thread.join(PATIENCE.multipliedBy(3))).isTrue();
        }
        assertThat(accepted).hasSize(writers * increments);
        List<String> last = new ArrayList<>();
        for (Replica replica : replicas) {
            last.add(States.print(get(replica.latest())));
        }
        assertThat(last).containsOnly(last.getFirst());
        assertThat(last.getFirst())
                .contains(accepted.get(
                        accepted.keySet().stream().max(Long::compare).orElseThrow()));
    }

    /** A replica of its own handle, closed after the test. */
    protected final Replica replica() throws Exception {
        return opened(Replica.start(opened(), State.EMPTY, ReplicaSettings.DEFAULT));
    }

    private Journal opened() throws Exception {
        return opened(connect());
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private static StoredObject stored(State state) {
        return java.util.Objects.requireNonNull(state.get(CONFIG_MAPS, key("counter")));
    }

    private static Proposal numbered(long number) {
        return new Proposal("n" + number, Objects.TESTER, List.of(create(key("k" + number), "u", "1")));
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static final class Recorder implements Journal.Listener {
        final List<JournalRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void records(List<JournalRecord> batch) {
            records.addAll(batch);
        }

        @Override
        public void failed(Throwable fault) {
            throw new AssertionError("the tail failed", fault);
        }

        List<Long> offsets() {
            return records.stream().map(JournalRecord::offset).toList();
        }
    }
}
