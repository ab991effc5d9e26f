package io.shiplog.journal.testkit;

import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A journal without threads: its one tail gets exactly the batches that a test delivers, on the test's thread. */
public final class ScriptedJournal implements Journal {
    private final List<Proposal> appended = new ArrayList<>();
    private @Nullable Listener listener;
    private long end;

    /** Delivers one batch. */
    public void deliver(List<JournalRecord> batch) {
        if (listener != null && !batch.isEmpty()) {
            end = Math.max(end, batch.getLast().offset() + 1);
            listener.records(batch);
        }
    }

    /** Ends the tail with a fault. */
    public void fail(Throwable fault) {
        if (listener != null) {
            listener.failed(fault);
        }
    }

    /** What was appended; it is delivered only when the test says so. */
    public List<Proposal> appended() {
        return appended;
    }

    @Override
    public CompletableFuture<Long> append(Proposal proposal) {
        appended.add(proposal);
        return CompletableFuture.completedFuture(appended.size() - 1L);
    }

    @Override
    public CompletableFuture<Long> endOffset() {
        return CompletableFuture.completedFuture(end);
    }

    @Override
    public Tail tail(long fromOffset, Listener newListener) {
        listener = newListener;
        return () -> listener = null;
    }

    @Override
    public void close() {}
}
