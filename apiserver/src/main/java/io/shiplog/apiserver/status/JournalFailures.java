package io.shiplog.apiserver.status;

import io.shiplog.journal.AppendUnknownException;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.journal.WritesRefusedException;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.past.OutsideWindowException;
import io.shiplog.journal.replica.ReplicaEndedException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** What the journal's failures are to a client. */
public final class JournalFailures {
    private JournalFailures() {}

    /** The failure to answer with: an {@link ApiException} where the cause is known, the bare cause otherwise. */
    public static Throwable explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case ProposalTooLargeException e -> Failures.tooLarge(text(e)).exception();
            case AppendUnknownException e -> Failures.timeout(text(e)).exception();
            case TimeoutException e ->
                Failures.timeout("the journal did not answer in time").exception();
            case KafkaUnavailableException e -> Failures.timeout(text(e)).exception();
            case WritesRefusedException e ->
                switch (e.reason()) {
                    case DISK_FULL -> Failures.diskFull(text(e)).exception();
                    case NOT_MATERIALIZED -> Failures.unavailable(text(e)).exception();
                };
            case ReplicaEndedException e -> Failures.unavailable(text(e)).exception();
            case OutsideWindowException e ->
                (e.isPast() ? Failures.expired(text(e)) : Failures.badRequest(text(e))).exception();
            case RejectedExecutionException e ->
                Failures.unavailable("too many ask for the past at a time: try again")
                        .exception();
            default -> cause;
        };
    }

    private static String text(Exception failure) {
        return String.valueOf(failure.getMessage());
    }
}
