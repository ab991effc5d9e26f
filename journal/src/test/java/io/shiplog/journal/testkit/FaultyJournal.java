package io.shiplog.journal.testkit;

import io.shiplog.journal.AppendUnknownException;
import io.shiplog.journal.Journal;
import io.shiplog.journal.Proposal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * A journal whose appends go wrong as a test says. Everything else is the delegate's. Closing it leaves the delegate
 * open.
 */
public final class FaultyJournal implements Journal {

    /** What happens to one append. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** It never reaches the journal, and its proposer is told that nobody knows. */
        LOST,
        /** It reaches the journal, and its proposer is told that nobody knows. */
        UNACKNOWLEDGED,
        /** Its acknowledgement comes later than the record comes back. */
        LATE,
        /** It reaches the journal twice, as after a retry of a client that is not idempotent. */
        DOUBLED
    }

    private final Journal delegate;
    private final LongFunction<Fault> faults;
    private final AtomicLong appends = new AtomicLong();

    /** @param faults what happens to the n-th append, counted from 0 */
    public FaultyJournal(Journal delegate, LongFunction<Fault> faults) {
        this.delegate = delegate;
        this.faults = faults;
    }

    @Override
    public CompletableFuture<Long> append(Proposal proposal) {
        return switch (faults.apply(appends.getAndIncrement())) {
            case NONE -> delegate.append(proposal);
            case LOST -> unknown();
            case UNACKNOWLEDGED -> delegate.append(proposal).thenCompose(offset -> unknown());
            case LATE ->
                delegate.append(proposal)
                        .thenCompose(offset -> CompletableFuture.supplyAsync(
                                () -> offset, CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS)));
            case DOUBLED -> delegate.append(proposal).thenCompose(first -> delegate.append(proposal));
        };
    }

    private static CompletableFuture<Long> unknown() {
        return CompletableFuture.failedFuture(
                new AppendUnknownException("no answer", new IllegalStateException("injected")));
    }

    @Override
    public CompletableFuture<Long> endOffset() {
        return delegate.endOffset();
    }

    @Override
    public Tail tail(long fromOffset, Listener listener) {
        return delegate.tail(fromOffset, listener);
    }

    @Override
    public void close() {}
}
