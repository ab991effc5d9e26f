package io.shiplog.journal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The one totally ordered log of proposals. Implementations: in memory, and a Kafka topic of one partition; both pass
 * the same contract kit.
 */
public interface Journal extends AutoCloseable {

    /**
     * Appends a proposal durably.
     *
     * @return its offset; or, exceptionally, {@link ProposalTooLargeException} when it was not appended for its size,
     *     {@link WritesRefusedException} when nothing is appended now, or {@link AppendUnknownException} when nobody
     *     can say whether it was appended
     */
    CompletableFuture<Long> append(Proposal proposal);

    /** The offset that the next proposal will get: every append acknowledged before this call lies below it. */
    CompletableFuture<Long> endOffset();

    /**
     * Delivers every record from {@code fromOffset} (inclusive) on, in order, without gaps, until the tail is closed.
     * The listener runs on one thread of the journal's own.
     */
    Tail tail(long fromOffset, Listener listener);

    /** Why nothing can be appended now although Kafka may answer; empty when something can. */
    default Optional<WritesRefusedException> refusal() {
        return Optional.empty();
    }

    @Override
    void close();

    /** What a tail calls. */
    interface Listener {
        /** The next records; offsets rise but may skip (a log holds control records too). */
        void records(List<JournalRecord> batch);

        /**
         * The tail has ended for good: a record that cannot be read, or a log that lost records. Called at most once.
         */
        void failed(Throwable fault);
    }

    /** A running tail. */
    interface Tail extends AutoCloseable {
        @Override
        void close();
    }
}
