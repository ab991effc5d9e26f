package io.shiplog.apiserver.ask;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.past.Decided;
import io.shiplog.journal.past.Moments;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kinds.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why an object is there: the change that made it, the one that led to that, and so on, back to one that nobody's
 * change led to: a person's. Each proposal of a controller names the change that it came of.
 *
 * @param kinds of now
 */
record WhyQuestion(Moments moments, Supplier<Kinds> kinds) {
    private static final int LONGEST = 50;

    CompletableFuture<QuestionAnswer> ask(QuestionScope scope, Asker asker) {
        GroupResource resource = scope.requireSeen(asker);
        Decided[] made = new Decided[1];
        return moments.history(null, null, state -> {}, decided -> {
                    if (makes(decided, scope)) {
                        made[0] = decided;
                    }
                })
                .thenCompose(done -> {
                    if (made[0] == null) {
                        throw Failures.notFound(resource, scope.name()).exception();
                    }
                    return back(new ArrayList<>(List.of(made[0])));
                })
                .thenApply(chain -> told(chain, asker));
    }

    private static boolean makes(Decided decided, QuestionScope scope) {
        if (decided.verdict() instanceof Verdict.Accepted accepted) {
            for (Change change : accepted.changes()) {
                if (change.before() == null && scope.covers(change.resource(), change.key())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Adds what led to the last of the chain, and so on. */
    private CompletableFuture<List<Decided>> back(List<Decided> chain) {
        Decided last = chain.getLast();
        long trigger = last.record().proposal().origin().trigger();
        if (trigger < 1 || trigger >= last.resourceVersion() || chain.size() == LONGEST) {
            return CompletableFuture.completedFuture(chain);
        }
        return moments.decided(trigger)
                .thenCompose(found -> {
                    if (found.isEmpty()) {
                        return CompletableFuture.completedFuture(chain);
                    }
                    chain.add(found.get());
                    return back(chain);
                })
                // What led to it lies before the window.
                .exceptionally(failure -> chain);
    }

    private QuestionAnswer told(List<Decided> chain, Asker asker) {
        ObjectNode json = Questions.answer("Cause");
        ArrayNode items = json.putArray("items");
        StringBuilder text = new StringBuilder();
        for (Decided decided : chain.reversed()) {
            LogEntry entry = LogEntry.of(decided, QuestionScope.EVERYTHING, asker, kinds.get());
            items.add(entry.json());
            text.append(entry.text(false, false));
        }
        return new QuestionAnswer(json, text.toString(), chain.getFirst().resourceVersion());
    }
}
