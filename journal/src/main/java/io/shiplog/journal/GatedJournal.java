package io.shiplog.journal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A journal that appends while a gate is open, and is read whether it is or not.
 *
 * @param journal the journal; closed with this one
 */
public record GatedJournal(Journal journal, WriteGate gate) implements Journal {
    @Override
    public CompletableFuture<Long> append(Proposal proposal) {
        return gate.refusal().map(CompletableFuture::<Long>failedFuture).orElseGet(() -> journal.append(proposal));
    }

    @Override
    public CompletableFuture<Long> endOffset() {
        return journal.endOffset();
    }

    @Override
    public Tail tail(long fromOffset, Listener listener) {
        return journal.tail(fromOffset, listener);
    }

    @Override
    public Optional<WritesRefusedException> refusal() {
        return gate.refusal();
    }

    @Override
    public void close() {
        journal.close();
    }
}
