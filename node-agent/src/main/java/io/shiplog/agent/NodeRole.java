package io.shiplog.agent;

import io.shiplog.journal.Role;
import java.util.concurrent.CompletableFuture;

/** A role that is nodes: it works once it has been told what they have to run, and ends only when it is closed. */
interface NodeRole extends Role {
    /** Whether it knows what its nodes have to run. */
    @Override
    default boolean ready() {
        CompletableFuture<Void> told = running();
        return told.isDone() && !told.isCompletedExceptionally();
    }

    /** Never completes: whatever happens to engines and brokers is waited for. */
    @Override
    default CompletableFuture<Throwable> ended() {
        return new CompletableFuture<>();
    }
}
