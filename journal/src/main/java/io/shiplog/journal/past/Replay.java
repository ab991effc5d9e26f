package io.shiplog.journal.past;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.Subscription;
import io.shiplog.journal.replica.WatchEnd;
import io.shiplog.journal.replica.WatchEvent;
import io.shiplog.journal.replica.WatchListener;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A watch that starts at a past moment: it folds the journal again from there, as fast as it is told and its listener
 * takes it, until it has come to the present, and then follows the replica. Nothing of it is kept for others; a slow
 * listener only makes it slow. Thread-safe: one turn at a time reads and folds on the past's threads, then gives on the
 * listener's executor.
 */
public final class Replay implements Subscription {
    /** So many records are read at a time. */
    private static final int CHUNK = 2_000;

    private static final long LONGEST_REST_MILLIS = 500;

    private final Moments moments;
    private final Replica replica;
    private final Wanted wanted;
    private final Executor executor;
    private final WatchListener listener;
    /** What was read and is not due. Owned by the turn, as what follows. */
    private final Deque<JournalRecord> ahead = new ArrayDeque<>();

    private @Nullable State state;
    private Instant startedAt = Instant.EPOCH;
    private long startedNanos;
    /** Guarded by this, as what follows. */
    private boolean turning;

    private boolean closed;
    private @Nullable Subscription live;

    /**
     * What is to be replayed.
     *
     * @param from the resourceVersion after which changes are given
     * @param speed how many times as fast as it happened; 0 for as fast as it can be
     */
    public record Wanted(GroupResource resource, long from, double speed) {}

    private Replay(Moments moments, Replica replica, Wanted wanted, Executor executor, WatchListener listener) {
        this.moments = moments;
        this.replica = replica;
        this.wanted = wanted;
        this.executor = executor;
        this.listener = listener;
    }

    /**
     * Starts a replay.
     *
     * @param executor where the listener is called
     */
    public static Replay start(
            Moments moments, Replica replica, Wanted wanted, Executor executor, WatchListener listener) {
        Replay replay = new Replay(moments, replica, wanted, executor, listener);
        replay.turning = true;
        moments.at(new MomentName.Version(wanted.from())).whenComplete((moment, failure) -> {
            if (moment == null) {
                replay.end("the past cannot be read: " + failure.getMessage());
            } else {
                replay.state = moment.state();
                replay.startedAt = moment.time();
                replay.startedNanos = System.nanoTime();
                replay.begin();
            }
        });
        return replay;
    }

    @Override
    public void resume() {
        Subscription following;
        boolean begin;
        synchronized (this) {
            following = live;
            begin = following == null && !turning && !closed;
            turning |= begin;
        }
        if (following != null) {
            following.resume();
        } else if (begin) {
            begin();
        }
    }

    private void begin() {
        try {
            moments.workers().execute(this::turn);
        } catch (RuntimeException e) {
            end("the past is asked for by too many: try again");
        }
    }

    private void turn() {
        try {
            State from = state;
            if (from == null || isClosed()) {
                return;
            }
            if (ahead.isEmpty()) {
                long target = Math.min(replica.state().resourceVersion(), from.resourceVersion() + CHUNK);
                moments.archive().read(from.resourceVersion(), target, ahead::add);
            }
            Instant due = due();
            List<WatchEvent> events = new ArrayList<>();
            while (!ahead.isEmpty() && !ahead.peek().time().isAfter(due)) {
                from = fold(from, ahead.remove(), events);
            }
            state = from;
            long version = from.resourceVersion();
            executor.execute(() -> give(events, version));
        } catch (RuntimeException e) {
            end("the past cannot be read: " + e.getMessage());
        }
    }

    /** What happened until then is to be given now. */
    private Instant due() {
        return wanted.speed() == 0
                ? Instant.MAX
                : startedAt.plusNanos((long) ((System.nanoTime() - startedNanos) * wanted.speed()));
    }

    private State fold(State from, JournalRecord record, List<WatchEvent> events) {
        State.Folded folded = from.fold(record.proposal(), record.offset());
        if (folded.verdict() instanceof Verdict.Accepted accepted) {
            for (Change change : accepted.changes()) {
                if (change.resource().equals(wanted.resource())) {
                    events.add(new WatchEvent(change));
                }
            }
        }
        return folded.next();
    }

    private void give(List<WatchEvent> events, long version) {
        if (isClosed()) {
            return;
        }
        if (!events.isEmpty() || wanted.speed() == 0) {
            listener.events(events, version);
        }
        if (version >= replica.state().resourceVersion()) {
            goLive(version);
            return;
        }
        boolean again;
        synchronized (this) {
            again = listener.isReady() && !closed;
            turning = again;
        }
        if (again && wanted.speed() == 0) {
            begin();
        } else if (again) {
            rest();
        }
    }

    /** Until the next record may be due. */
    private void rest() {
        JournalRecord next = ahead.peek();
        double millis = next == null ? 0 : Duration.between(due(), next.time()).toMillis() / wanted.speed();
        CompletableFuture.delayedExecutor(
                        (long) Math.clamp(millis, 0, LONGEST_REST_MILLIS), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(this::begin);
    }

    private void goLive(long version) {
        Subscription following = replica.follow(wanted.resource(), version, executor, listener);
        boolean late;
        synchronized (this) {
            live = following;
            late = closed;
        }
        if (late) {
            following.close();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void end(String why) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        executor.execute(() -> listener.ended(new WatchEnd.ReplicaEnded(why)));
    }

    @Override
    public void requestProgress() {
        Subscription following;
        synchronized (this) {
            following = live;
        }
        if (following != null) {
            following.requestProgress();
        }
    }

    @Override
    public void close() {
        Subscription following;
        synchronized (this) {
            closed = true;
            following = live;
        }
        if (following != null) {
            following.close();
        }
    }
}
