package io.shiplog.apiserver.ask;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.Origin;
import io.shiplog.journal.past.Decided;
import io.shiplog.journal.past.MomentName;
import io.shiplog.resources.kinds.Kinds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a log is to show.
 *
 * @param since the moment after which; null for all that is known
 * @param until the moment up to which; null for now
 * @param by the user, or who acted as the user; empty for everybody
 * @param verb empty for all
 * @param field the field that changed, or what lies below it; empty for all
 * @param refused whether proposals that took no effect are shown, too
 * @param limit of how many the last
 */
record LogQuestion(
        QuestionScope scope,
        @Nullable MomentName since,
        @Nullable MomentName until,
        String by,
        String verb,
        String field,
        boolean refused,
        int limit) {
    private static final int LIMIT = 1_000;
    private static final int LARGEST = 100_000;

    /** @throws io.shiplog.apiserver.status.ApiException 400 for what cannot be read */
    static LogQuestion read(Query query, Kinds kinds) {
        long limit = query.number("limit", LIMIT);
        if (limit < 1 || limit > LARGEST) {
            throw Failures.badRequest("limit is not between 1 and " + LARGEST).exception();
        }
        return new LogQuestion(
                QuestionScope.read(query, kinds),
                moment(query, "since"),
                moment(query, "until"),
                query.text("by"),
                query.text("verb"),
                query.text("field"),
                query.flag("refused"),
                (int) limit);
    }

    /** A moment of a query, null when it names none. */
    static @Nullable MomentName moment(Query query, String parameter) {
        String text = query.text(parameter);
        if (text.isEmpty()) {
            return null;
        }
        // People say since an hour, and mean an hour ago.
        Optional<MomentName> moment = MomentName.parse(text).or(() -> MomentName.parse("-" + text));
        return moment.orElseThrow(() -> Failures.badRequest(
                        parameter + ": \"" + text + "\" is no moment: a moment is " + MomentName.FORMS)
                .exception());
    }

    /** The entry that {@code decided} is in the log, null when it is not in it. */
    @Nullable
    LogEntry entry(Decided decided, Asker asker, Kinds kinds) {
        if (!mayMatter(decided)) {
            return null;
        }
        LogEntry entry = LogEntry.of(decided, scope, asker, kinds).only(field);
        return entry.writes().isEmpty() || !refused && !entry.accepted() ? null : entry;
    }

    /** What costs least goes first. */
    private boolean mayMatter(Decided decided) {
        Origin origin = decided.record().proposal().origin();
        boolean mine = by.isEmpty()
                || by.equals(origin.user())
                || origin.impersonator() != null
                        && by.equals(origin.impersonator().user());
        return mine
                && (verb.isEmpty() || verb.equals(origin.verb()))
                && decided.record().proposal().writes().stream()
                        .anyMatch(write -> scope.covers(write.resource(), write.key()));
    }
}
