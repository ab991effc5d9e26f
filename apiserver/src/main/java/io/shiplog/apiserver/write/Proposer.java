package io.shiplog.apiserver.write;

import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.status.JournalFailures;
import io.shiplog.apiserver.write.Operation.Done;
import io.shiplog.apiserver.write.Operation.Effect;
import io.shiplog.apiserver.write.Writer.Session;
import io.shiplog.journal.Outcome;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.replica.Replica;
import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries operations to the journal: decides on the state at hand, proposes, and decides again on the newer state when
 * another write came first. What an operation refuses because of an old state is asked once more of the latest one, so
 * every answer is true of a state that was current during the request. Thread-safe; waits for nothing.
 */
public final class Proposer {
    private static final int MAX_ATTEMPTS = 64;

    private final Replica replica;

    public Proposer(Replica replica) {
        this.replica = replica;
    }

    /**
     * Runs an operation.
     *
     * @param session in it the executor that decisions are made on, the request's own event loop, and whether to stop
     *     before anything is proposed
     * @return the reply; or, exceptionally, {@link ApiException}
     */
    public CompletableFuture<Reply> run(Operation operation, Session session) {
        if (session.dryRun()) {
            return replica.latest()
                    .thenComposeAsync(state -> rehearse(operation, session, state), session.executor())
                    .exceptionallyCompose(Proposer::explained);
        }
        return attempt(operation, session, replica.state(), false, 1).exceptionallyCompose(Proposer::explained);
    }

    private CompletableFuture<Reply> attempt(
            Operation operation, Session session, State state, boolean latest, int attempt) {
        return switch (operation.request().decide(state)) {
            case Decision.Propose proposed -> propose(operation, session, proposed, attempt);
            case Decision.Nothing(StoredObject current) ->
                latest
                        ? CompletableFuture.completedFuture(unchanged(operation, current))
                        : onLatest(operation, session, state, attempt, null);
            case Decision.Awaits _ ->
                session.consultant()
                        .answered()
                        .thenComposeAsync(
                                _ -> attempt(operation, session, replica.state(), false, attempt), session.executor());
            case Decision.Refused(Refusal refusal) ->
                latest
                        ? CompletableFuture.failedFuture(failure(refusal))
                        : onLatest(operation, session, state, attempt, refusal);
        };
    }

    /** Asks again on the latest state, unless the answer was made on it already. */
    private CompletableFuture<Reply> onLatest(
            Operation operation, Session session, State decidedOn, int attempt, @Nullable Refusal refusal) {
        return replica.latest()
                .thenComposeAsync(
                        state -> {
                            if (refusal != null && state.resourceVersion() == decidedOn.resourceVersion()) {
                                return CompletableFuture.failedFuture(failure(refusal));
                            }
                            return attempt(operation, session, state, true, attempt);
                        },
                        session.executor());
    }

    private CompletableFuture<Reply> propose(
            Operation operation, Session session, Decision.Propose proposed, int attempt) {
        boolean named = attempt == 1 && !session.auditId().isEmpty();
        String id = named ? session.auditId() : UUID.randomUUID().toString();
        return replica.propose(new Proposal(id, session.origin(), proposed.writes()))
                .thenComposeAsync(
                        outcome -> switch (outcome) {
                            case Outcome.Decided(Verdict.Accepted accepted, State after) ->
                                CompletableFuture.completedFuture(
                                        operation.reply().apply(done(proposed, stored(accepted))));
                            case Outcome.Decided(Verdict.Refused refused, State after) ->
                                attempt < MAX_ATTEMPTS
                                        ? attempt(operation, session, after, true, attempt + 1)
                                        : CompletableFuture.failedFuture(tooContended(refused.write()));
                            case Outcome.Unknown(String reason) ->
                                CompletableFuture.failedFuture(
                                        Failures.timeout("the request did not complete in time and may or may not take"
                                                        + " effect: " + reason)
                                                .exception());
                        },
                        session.executor());
    }

    /** The first write's object: as it is now, or the last state of a deleted one. */
    private static StoredObject stored(Verdict.Accepted accepted) {
        Change first = accepted.changes().getFirst();
        StoredObject after = first.after();
        if (after != null) {
            return after;
        }
        StoredObject before = first.before();
        if (before == null) {
            throw new IllegalStateException("a change has a before or an after");
        }
        return before;
    }

    private static Done done(Decision.Propose proposed, StoredObject stored) {
        Write first = proposed.writes().getFirst();
        StoredObject last = proposed.last();
        if (first.object() == null) {
            return new Done(Effect.GONE, last == null ? stored : last);
        }
        return new Done(first.base() == 0 ? Effect.CREATED : Effect.CHANGED, stored);
    }

    private static Reply unchanged(Operation operation, StoredObject current) {
        return operation.reply().apply(new Done(Effect.UNCHANGED, current));
    }

    private static CompletableFuture<Reply> rehearse(Operation operation, Session session, State state) {
        return switch (operation.request().decide(state)) {
            case Decision.Nothing(StoredObject current) ->
                CompletableFuture.completedFuture(unchanged(operation, current));
            case Decision.Refused(Refusal refusal) -> CompletableFuture.failedFuture(failure(refusal));
            case Decision.Awaits _ ->
                session.consultant()
                        .answered()
                        .thenComposeAsync(_ -> rehearse(operation, session, state), session.executor());
            case Decision.Propose proposed ->
                CompletableFuture.completedFuture(operation
                        .reply()
                        .apply(done(proposed, imagined(proposed.writes().getFirst(), state))));
        };
    }

    private static ApiException failure(Refusal refusal) {
        return ApiStatus.of(refusal).exception();
    }

    /**
     * What a write's object would look like: with the resourceVersion that it has now, as upstream's dry run shows it.
     */
    private static StoredObject imagined(Write write, State state) {
        byte[] object = write.object();
        StoredObject current = state.get(write.resource(), write.key());
        if (object == null) {
            if (current == null) {
                throw new IllegalStateException("a deletion has something to delete");
            }
            return current;
        }
        StoredObject imagined = new StoredObject(write.resource(), write.key(), write.uid(), 0, object);
        return current == null ? imagined : imagined.at(current.resourceVersion());
    }

    private static ApiException tooContended(Write write) {
        return Failures.modified(write.resource(), write.key().name()).exception();
    }

    private static CompletableFuture<Reply> explained(Throwable failure) {
        return CompletableFuture.failedFuture(JournalFailures.explained(failure));
    }
}
