package io.shiplog.journal.replica;

import io.shiplog.journal.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the most recent state. Each needs a question for the journal's end that was asked after the read arrived;
 * reads that arrive while one question is on its way share the next. Thread-safe.
 */
final class LatestReads {
    private final Supplier<CompletableFuture<Long>> question;
    private final LongFunction<CompletableFuture<State>> reached;
    private final Duration timeout;
    private boolean asking;
    /** Those who share the question that is on its way. */
    private @Nullable CompletableFuture<State> asked;
    /** Those who share the question after it. */
    private @Nullable CompletableFuture<State> next;

    /**
     * @param question for the journal's end
     * @param reached the state that has folded up to there
     * @param timeout after which a read fails
     */
    LatestReads(
            Supplier<CompletableFuture<Long>> question,
            LongFunction<CompletableFuture<State>> reached,
            Duration timeout) {
        this.question = question;
        this.reached = reached;
        this.timeout = timeout;
    }

    /** The state; fails with {@link TimeoutException} when the journal does not answer in time. */
    CompletableFuture<State> read() {
        CompletableFuture<State> mine;
        boolean ask;
        synchronized (this) {
            if (next == null) {
                next = new CompletableFuture<>();
            }
            mine = next;
            ask = !asking;
            asking = true;
        }
        if (ask) {
            ask();
        }
        return mine.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        CompletableFuture<State> waiting;
        synchronized (this) {
            waiting = next;
            asked = waiting;
            next = null;
            if (waiting == null) {
                asking = false;
                return;
            }
        }
        question.get().whenComplete((end, failure) -> {
            ask();
            if (failure != null) {
                waiting.completeExceptionally(unanswered(failure));
            } else {
                reached.apply(end).whenComplete((state, late) -> {
                    if (late != null) {
                        waiting.completeExceptionally(late);
                    } else {
                        waiting.complete(state);
                    }
                });
            }
        });
    }

    private static TimeoutException unanswered(Throwable failure) {
        TimeoutException unanswered = new TimeoutException("the journal's end is unknown: " + failure.getMessage());
        unanswered.initCause(failure);
        return unanswered;
    }

    /** Nobody will be answered any more. */
    void fail(Throwable reason) {
        List<CompletableFuture<State>> waiting = new ArrayList<>();
        synchronized (this) {
            if (asked != null) {
                waiting.add(asked);
            }
            if (next != null) {
                waiting.add(next);
            }
        }
        waiting.forEach(each -> each.completeExceptionally(reason));
    }
}
