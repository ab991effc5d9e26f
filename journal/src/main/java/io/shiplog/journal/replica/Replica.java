package io.shiplog.journal.replica;

import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Outcome;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.WritesRefusedException;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's current state in memory, folded from the journal's tail.
 *
 * <p>The journal's tail thread folds and publishes; it waits for nobody. Futures complete on that thread when they are
 * few, since waking another costs more than that, and else on a thread of the replica's own: whoever does more than a
 * few microseconds of work in answer takes it elsewhere. Watch events run on the executor of their subscriber.
 *
 * <p>Laws:
 * <ul>
 *   <li>a proposal is decided only after this replica has folded it, and {@link #state} then has it;
 *   <li>published states only move forward;
 *   <li>a fault ends the replica for good, and everyone who waits on it hears so.
 * </ul>
 */
public final class Replica implements AutoCloseable {
    /** How often it is looked for who has waited too long: a tenth of the time that they wait, within these bounds. */
    private static final long SHORTEST_SWEEP_MILLIS = 100;

    private static final long LONGEST_SWEEP_MILLIS = 1_000;
    /** So many answers are given on the thread that folds. */
    private static final int FEW = 4;

    private final Journal journal;
    private final ReplicaSettings settings;
    private final ExecutorService answers = Executors.newSingleThreadExecutor(threads("replica-answers"));
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(threads("replica-ticks"));
    private final PendingProposals pending;
    private final Positions positions = new Positions(this::state);
    private final LatestReads latest;
    private final History history;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private volatile State state;
    private volatile @Nullable ReplicaEndedException end;
    private volatile Journal.@Nullable Tail tail;

    private Replica(Journal journal, State booted, ReplicaSettings settings) {
        this.journal = journal;
        this.settings = settings;
        this.state = booted;
        this.pending = new PendingProposals(settings.decisionTimeout());
        this.latest = new LatestReads(
                journal::endOffset, offset -> reached(offset, settings.decisionTimeout()), settings.decisionTimeout());
        this.history = new History(booted.resourceVersion(), settings.history(), ticks);
    }

    /**
     * Starts folding {@code journal} from where {@code booted} ends. The journal stays its caller's to close, after the
     * replica.
     */
    public static Replica start(Journal journal, State booted, ReplicaSettings settings) {
        Replica replica = new Replica(journal, booted, settings);
        replica.tail = journal.tail(booted.resourceVersion(), replica.new Fold());
        long sweep =
                Math.clamp(settings.decisionTimeout().toMillis() / 10, SHORTEST_SWEEP_MILLIS, LONGEST_SWEEP_MILLIS);
        replica.ticks.scheduleWithFixedDelay(replica::sweep, sweep, sweep, TimeUnit.MILLISECONDS);
        long progress = settings.progressInterval().toMillis();
        replica.ticks.scheduleWithFixedDelay(replica.history::tellProgress, progress, progress, TimeUnit.MILLISECONDS);
        return replica;
    }

    /** What is folded now: an immutable snapshot, possibly behind other replicas. */
    public State state() {
        return state;
    }

    /**
     * Appends a proposal and waits until this replica has folded it.
     *
     * @return the outcome, {@link Outcome.Unknown} after the decision timeout; or, exceptionally, {@link
     *     io.shiplog.journal.ProposalTooLargeException}, {@link ReplicaEndedException}, or why it could not be appended
     */
    public CompletableFuture<Outcome> propose(Proposal proposal) {
        CompletableFuture<Outcome> outcome = pending.add(proposal.id());
        ReplicaEndedException over = end;
        if (over != null) {
            pending.fail(over);
            return outcome;
        }
        // The answer is the record's return, not the append's acknowledgement: a consumer sees only what is replicated.
        journal.append(proposal).whenComplete((offset, failure) -> {
            if (failure != null) {
                pending.appendFailed(proposal.id(), failure);
            }
        });
        return outcome;
    }

    /**
     * The most recent state: at least everything that was acknowledged, by any replica, before this call. Fails with
     * {@link java.util.concurrent.TimeoutException} when the journal does not answer within the decision timeout, or
     * {@link ReplicaEndedException}.
     */
    public CompletableFuture<State> latest() {
        ReplicaEndedException over = end;
        if (over != null) {
            return CompletableFuture.failedFuture(over);
        }
        CompletableFuture<State> future = latest.read();
        // Whoever ended the replica meanwhile may not have seen this read.
        over = end;
        if (over != null) {
            latest.fail(over);
        }
        return future;
    }

    /**
     * The first state at or after {@code resourceVersion}. Fails with {@link java.util.concurrent.TimeoutException}
     * after {@code timeout}, or {@link ReplicaEndedException}.
     */
    public CompletableFuture<State> reached(long resourceVersion, Duration timeout) {
        CompletableFuture<State> future = positions.reached(resourceVersion, timeout);
        ReplicaEndedException over = end;
        if (over != null) {
            positions.fail(over);
        }
        return future;
    }

    /**
     * Watches one resource: first the retained changes after {@code fromResourceVersion}, exclusive, then the live
     * ones, each once and in order.
     *
     * @param executor where the listener is called; it may block there
     */
    public Subscription follow(
            GroupResource resource, long fromResourceVersion, Executor executor, WatchListener listener) {
        ResourceHistory of = history.of(resource);
        Follower follower = new Follower(of, fromResourceVersion, () -> state.resourceVersion(), executor, listener);
        of.add(follower);
        ReplicaEndedException over = end;
        if (over != null) {
            follower.end(new WatchEnd.ReplicaEnded(String.valueOf(over.getMessage())));
        }
        follower.wake();
        return follower;
    }

    /** Why no proposal is appended now; empty when it would be. */
    public Optional<WritesRefusedException> refusal() {
        return journal.refusal();
    }

    /**
     * Completes when the replica ends for good, with why: a record that cannot be read, or a fold that failed. Never
     * when it is closed.
     */
    public CompletableFuture<Throwable> ended() {
        return ended.copy();
    }

    /** Whether the replica still folds. */
    public boolean isRunning() {
        return end == null;
    }

    /** Stops folding; everyone who waits hears so. */
    @Override
    public void close() {
        end(new ReplicaEndedException("the replica was closed"));
        Journal.Tail running = tail;
        if (running != null) {
            running.close();
        }
        answers.shutdown();
        ticks.shutdownNow();
    }

    private void sweep() {
        long now = System.nanoTime();
        pending.expire(now);
        positions.expire(now);
    }

    private void end(ReplicaEndedException reason) {
        if (ending.compareAndSet(false, true)) {
            end = reason;
            pending.fail(reason);
            positions.fail(reason);
            latest.fail(reason);
            history.end(new WatchEnd.ReplicaEnded(String.valueOf(reason.getMessage())));
        }
    }

    private static ThreadFactory threads(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }

    private record Answer(CompletableFuture<Outcome> future, Outcome outcome) {}

    /** What the journal's tail thread runs. */
    private final class Fold implements Journal.Listener {
        @Override
        public void records(List<JournalRecord> batch) {
            if (end != null || batch.isEmpty()) {
                return;
            }
            List<Answer> decided = new ArrayList<>();
            try {
                fold(batch, decided);
            } catch (RuntimeException | Error e) {
                failed(e);
                ReplicaEndedException over = new ReplicaEndedException(e);
                decided.forEach(answer -> answer.future().completeExceptionally(over));
            }
        }

        private void fold(List<JournalRecord> batch, List<Answer> decided) {
            State next = state;
            Instant time = Instant.MIN;
            for (JournalRecord record : batch) {
                if (record.offset() < next.resourceVersion()) {
                    continue; // delivered twice: it is folded already
                }
                State.Folded folded = next.fold(record.proposal(), record.offset());
                next = folded.next();
                time = record.time();
                if (folded.verdict() instanceof Verdict.Accepted accepted) {
                    history.add(accepted.changes(), time);
                }
                CompletableFuture<Outcome> proposer =
                        pending.take(record.proposal().id());
                if (proposer != null) {
                    decided.add(new Answer(proposer, new Outcome.Decided(folded.verdict(), next)));
                }
            }
            state = next;
            if (time != Instant.MIN) {
                history.publish(time);
            }
            if (!decided.isEmpty() || positions.size() > 0) {
                answer(decided);
            }
        }

        private void answer(List<Answer> decided) {
            if (decided.size() + positions.size() <= FEW) {
                tell(decided);
            } else {
                answers.execute(() -> tell(decided));
            }
        }

        private void tell(List<Answer> decided) {
            decided.forEach(answer -> answer.future().complete(answer.outcome()));
            positions.release();
        }

        @Override
        public void failed(Throwable fault) {
            if (end == null) {
                end(new ReplicaEndedException(fault));
                ended.complete(fault);
            }
        }
    }
}
