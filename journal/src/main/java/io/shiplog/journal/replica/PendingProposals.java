package io.shiplog.journal.replica;

import io.shiplog.journal.AppendUnknownException;
import io.shiplog.journal.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The proposals of this replica whose verdict is not known yet, by audit id. Thread-safe. */
final class PendingProposals {
    private static final class Pending {
        final CompletableFuture<Outcome> future = new CompletableFuture<>();
        final long deadlineNanos;
        volatile String doubt = "the journal did not answer in time";

        Pending(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }
    }

    private final Map<String, Pending> byId = new ConcurrentHashMap<>();
    private final Duration timeout;

    PendingProposals(Duration timeout) {
        this.timeout = timeout;
    }

    /** @throws IllegalArgumentException when a proposal of this id is pending already */
    CompletableFuture<Outcome> add(String id) {
        Pending pending = new Pending(System.nanoTime() + timeout.toNanos());
        if (byId.putIfAbsent(id, pending) != null) {
            throw new IllegalArgumentException("a proposal with id " + id + " is pending already");
        }
        return pending.future;
    }

    /**
     * The future of the proposal, which is now its caller's to complete; null when it is not ours or already answered.
     */
    @Nullable
    CompletableFuture<Outcome> take(String id) {
        if (byId.isEmpty()) {
            return null;
        }
        Pending pending = byId.remove(id);
        return pending == null ? null : pending.future;
    }

    /**
     * The append failed. If it is unknown whether the record is in the journal, the proposal goes on waiting for it to
     * come back; otherwise it was not appended, and the proposer learns why.
     */
    void appendFailed(String id, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AppendUnknownException) {
            Pending pending = byId.get(id);
            if (pending != null) {
                pending.doubt = String.valueOf(cause.getMessage());
            }
            return;
        }
        CompletableFuture<Outcome> future = take(id);
        if (future != null) {
            future.completeExceptionally(cause);
        }
    }

    void expire(long nowNanos) {
        byId.forEach((id, pending) -> {
            if (pending.deadlineNanos - nowNanos <= 0 && byId.remove(id, pending)) {
                pending.future.complete(new Outcome.Unknown(pending.doubt));
            }
        });
    }

    void fail(Throwable reason) {
        byId.forEach((id, pending) -> {
            if (byId.remove(id, pending)) {
                pending.future.completeExceptionally(reason);
            }
        });
    }
}
