package io.shiplog.apiserver.ask;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.past.Decided;
import io.shiplog.journal.past.MomentName;
import io.shiplog.journal.past.Moments;
import io.shiplog.journal.past.PastMoment;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.diff.FieldBlame;
import io.shiplog.resources.diff.FieldChange;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers questions about the past: {@code log}, {@code show}, {@code diff} and {@code blame}; and plans {@code undo}
 * and {@code restore}. Each goes through the journal's window once and holds no more of it than what it answers.
 * Thread-safe; waits for nothing.
 */
public final class Questions {
    private static final String VERSION = "shiplog/v1";
    private static final MomentName NOW = new MomentName.Ago(Duration.ZERO);

    private final Moments moments;
    private final Supplier<Kinds> kinds;
    private final WhyQuestion why;

    /** @param kinds the kinds of now */
    public Questions(Moments moments, Supplier<Kinds> kinds) {
        this.moments = moments;
        this.kinds = kinds;
        this.why = new WhyQuestion(moments, kinds);
    }

    /**
     * Answers a question.
     *
     * @param path what follows {@code /shiplog/v1/}
     * @return exceptionally as {@link Moments#at}
     * @throws io.shiplog.apiserver.status.ApiException for a question that cannot be read
     */
    public CompletableFuture<QuestionAnswer> ask(String path, Query query, Asker asker) {
        String[] parts = path.split("/", -1);
        return switch (parts[0]) {
            case "log" -> log(LogQuestion.read(query, kinds.get()), query, asker);
            case "changes" -> show(parts.length == 2 ? parts[1] : "", asker);
            case "diff" -> diff(query, asker);
            case "blame" -> blame(query, asker);
            case "why" -> why.ask(QuestionScope.read(query, kinds.get()), asker);
            case "undo", "restore" -> plan(path, query, asker).thenApply(TakeBack::told);
            default -> throw Failures.unknownResource().exception();
        };
    }

    private CompletableFuture<QuestionAnswer> log(LogQuestion question, Query query, Asker asker) {
        Deque<LogEntry> last = new ArrayDeque<>();
        long[] upTo = {0};
        Kinds now = kinds.get();
        boolean wide = query.text("output").equals("wide");
        return moments.history(
                        question.since(), question.until(), state -> upTo[0] = state.resourceVersion(), decided -> {
                            upTo[0] = decided.resourceVersion();
                            LogEntry entry = question.entry(decided, asker, now);
                            if (entry != null) {
                                last.add(entry);
                                if (last.size() > question.limit()) {
                                    last.remove();
                                }
                            }
                        })
                .thenApply(done -> {
                    ObjectNode json = answer("ChangeLog");
                    ArrayNode items = json.putArray("items");
                    StringBuilder text = new StringBuilder();
                    for (LogEntry entry : last) {
                        items.add(entry.json());
                        text.append(entry.text(wide, false));
                    }
                    return new QuestionAnswer(json, text.toString(), upTo[0]);
                });
    }

    private CompletableFuture<QuestionAnswer> show(String version, Asker asker) {
        return decided(version).thenApply(decided -> {
            LogEntry entry = LogEntry.of(decided, QuestionScope.EVERYTHING, asker, kinds.get());
            if (entry.writes().isEmpty()) {
                throw Failures.unknownResource().exception();
            }
            ObjectNode json = answer("Change");
            json.setAll(entry.json());
            return new QuestionAnswer(json, entry.text(true, true), decided.resourceVersion());
        });
    }

    /** The proposal of a resourceVersion. */
    private CompletableFuture<Decided> decided(String version) {
        if (!(MomentName.parse(version).orElse(null) instanceof MomentName.Version(long number))) {
            throw Failures.badRequest("\"" + version + "\" is no resourceVersion")
                    .exception();
        }
        return moments.decided(number)
                .thenApply(found ->
                        found.orElseThrow(() -> Failures.unknownResource().exception()));
    }

    private CompletableFuture<QuestionAnswer> diff(Query query, Asker asker) {
        QuestionScope scope = QuestionScope.read(query, kinds.get());
        MomentName from = LogQuestion.moment(query, "from");
        MomentName to = LogQuestion.moment(query, "to");
        if (from == null) {
            throw Failures.badRequest("from: name a moment").exception();
        }
        CompletableFuture<State> older = moments.at(from).thenApply(PastMoment::state);
        CompletableFuture<State> newer = moments.at(to == null ? NOW : to).thenApply(PastMoment::state);
        return older.thenCombine(newer, (one, other) -> differences(scope, one, other, asker));
    }

    private QuestionAnswer differences(QuestionScope scope, State one, State other, Asker asker) {
        Kinds now = kinds.get();
        ObjectNode json = answer("Diff");
        json.put("from", Long.toString(one.resourceVersion())).put("to", Long.toString(other.resourceVersion()));
        ArrayNode objects = json.putArray("objects");
        StringBuilder text = new StringBuilder();
        for (GroupResource resource : scope.resources(one, other)) {
            for (var key : scope.keys(resource, one, other)) {
                StoredObject before = one.get(resource, key);
                StoredObject after = other.get(resource, key);
                boolean same = before == null || after == null
                        ? before == after
                        : before.resourceVersion() == after.resourceVersion();
                if (!same && scope.shows(asker, resource, key)) {
                    LoggedWrite write = LoggedWrite.of(new Change(before, after, other.resourceVersion()), now);
                    objects.add(write.json());
                    text.append(write).append('\n');
                    write.changes()
                            .forEach(
                                    change -> text.append("    ").append(change).append('\n'));
                }
            }
        }
        return new QuestionAnswer(json, text.toString(), other.resourceVersion());
    }

    private CompletableFuture<QuestionAnswer> blame(Query query, Asker asker) {
        Kinds now = kinds.get();
        QuestionScope scope = QuestionScope.read(query, now);
        GroupResource resource = scope.requireSeen(asker);
        FieldBlame<LogEntry> blame = new FieldBlame<>(LoggedWrite.schema(resource, now));
        return moments.history(
                        null,
                        LogQuestion.moment(query, "at"),
                        state -> blame.next(LoggedWrite.tree(state.get(resource, scope.key())), null),
                        decided -> take(blame, decided, scope))
                .thenApply(done -> {
                    if (blame.fields().isEmpty()) {
                        throw Failures.notFound(resource, scope.name()).exception();
                    }
                    return told(blame);
                });
    }

    /**
     * Plans what {@code undo} or {@code restore} asks for, on the present.
     *
     * @param what {@code undo} or {@code restore}
     * @return exceptionally as {@link #ask}
     */
    public CompletableFuture<TakeBack> plan(String what, Query query, Asker asker) {
        return switch (what) {
            case "undo" -> undo(query.text("resourceVersion"), asker);
            case "restore" -> restore(query, asker);
            default -> throw Failures.unknownResource().exception();
        };
    }

    private CompletableFuture<TakeBack> undo(String version, Asker asker) {
        return decided(version).thenCombine(present(), (decided, now) -> {
            if (!(decided.verdict() instanceof Verdict.Accepted accepted)) {
                throw Failures.badRequest(version + " took no effect: there is nothing to take back")
                        .exception();
            }
            Planner planner = planner(now);
            return new TakeBack(
                    "undo=" + version,
                    accepted.changes().stream()
                            .filter(change -> asker.sees(change.resource(), change.key()))
                            .map(planner::undo)
                            .toList(),
                    now.resourceVersion());
        });
    }

    private CompletableFuture<TakeBack> restore(Query query, Asker asker) {
        QuestionScope scope = QuestionScope.read(query, kinds.get()).requireOne();
        GroupResource resource = Objects.requireNonNull(scope.resource());
        MomentName at = LogQuestion.moment(query, "at");
        if (at == null) {
            throw Failures.badRequest("at: name a moment").exception();
        }
        return moments.at(at).thenCombine(present(), (then, now) -> {
            StoredObject object = then.state().get(resource, scope.key());
            if (object == null || !asker.sees(resource, scope.key())) {
                throw Failures.notFound(resource, scope.name()).exception();
            }
            return new TakeBack(
                    "restore=" + then.state().resourceVersion(),
                    NamespaceRestore.isOf(resource)
                            ? NamespaceRestore.of(
                                    planner(now), then.state(), ref -> asker.sees(ref.resource(), ref.key()), object)
                            : List.of(planner(now).restore(object)),
                    now.resourceVersion());
        });
    }

    private CompletableFuture<State> present() {
        return moments.at(NOW).thenApply(PastMoment::state);
    }

    private static Planner planner(State now) {
        return new Planner(
                now, Kinds.of(now), Instant.now(), () -> UUID.randomUUID().toString(), new HashMap<>());
    }

    private static void take(FieldBlame<LogEntry> blame, Decided decided, QuestionScope scope) {
        if (decided.verdict() instanceof Verdict.Accepted accepted) {
            for (Change change : accepted.changes()) {
                if (scope.covers(change.resource(), change.key())) {
                    blame.next(LoggedWrite.tree(change.after()), new LogEntry(decided.record(), true, List.of()));
                }
            }
        }
    }

    private static QuestionAnswer told(FieldBlame<LogEntry> blame) {
        ObjectNode json = answer("Blame");
        ArrayNode fields = json.putArray("fields");
        StringBuilder text = new StringBuilder();
        int width = blame.fields().values().stream()
                .mapToInt(setting -> head(setting.by()).length())
                .max()
                .orElse(0);
        blame.fields().forEach((path, setting) -> {
            ObjectNode field = fields.addObject().put("field", path);
            field.set("value", setting.value());
            LogEntry by = setting.by();
            if (by != null) {
                ObjectNode change = by.json();
                change.remove("writes");
                field.set("change", change);
            }
            String head = head(by);
            text.append(head)
                    .append(" ".repeat(width - head.length()))
                    .append("  ")
                    .append(new FieldChange(path, null, setting.value()))
                    .append('\n');
        });
        return new QuestionAnswer(json, text.toString(), 0);
    }

    private static String head(@Nullable LogEntry by) {
        return by == null ? "before the audit window" : by.head(false);
    }

    static ObjectNode answer(String kind) {
        return Json.object().put("kind", kind).put("apiVersion", VERSION);
    }
}
