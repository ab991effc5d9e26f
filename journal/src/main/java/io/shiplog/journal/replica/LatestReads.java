package io.shiplog.journal.replica;

import io.shiplog.journal.State;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the most recent state. Each needs a question for the journal's end that was asked after the read arrived; reads
 * that arrive while one question is on its way share the next. Thread-safe.
 */
final class LatestReads {
    private final Supplier<CompletableFuture<State>> question;
    private boolean asking;
    private @Nullable CompletableFuture<State> next;

    LatestReads(Supplier<CompletableFuture<State>> question) {
        this.question = question;
    }

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
        return mine.copy();
    }

    private void ask() {
        CompletableFuture<State> waiting;
        synchronized (this) {
            waiting = next;
            next = null;
            if (waiting == null) {
                asking = false;
                return;
            }
        }
        question.get().whenComplete((state, failure) -> {
            ask();
            if (failure != null) {
                waiting.completeExceptionally(failure);
            } else {
                waiting.complete(state);
            }
        });
    }
}
