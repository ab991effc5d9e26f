package io.shiplog.apiserver.ask;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.past.Decided;
import io.shiplog.objects.Change;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.Kinds;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One proposal as the log shows it.
 *
 * @param writes those that are asked for and may be seen
 */
record LogEntry(JournalRecord record, boolean accepted, List<LoggedWrite> writes) {

    /** An entry with the writes that {@code scope} covers and {@code asker} may see. */
    static LogEntry of(Decided decided, QuestionScope scope, Asker asker, Kinds kinds) {
        List<LoggedWrite> writes = new ArrayList<>();
        switch (decided.verdict()) {
            case Verdict.Accepted accepted -> {
                for (Change change : accepted.changes()) {
                    if (scope.shows(asker, change.resource(), change.key())) {
                        writes.add(LoggedWrite.of(change, kinds));
                    }
                }
            }
            case Verdict.Refused _ -> {
                for (Write write : decided.record().proposal().writes()) {
                    if (scope.shows(asker, write.resource(), write.key())) {
                        writes.add(LoggedWrite.refused(write));
                    }
                }
            }
        }
        return new LogEntry(decided.record(), decided.verdict() instanceof Verdict.Accepted, writes);
    }

    Origin origin() {
        return record.proposal().origin();
    }

    /** The same with the changes of {@code field} alone. */
    LogEntry only(String field) {
        return field.isEmpty()
                ? this
                : new LogEntry(
                        record,
                        accepted,
                        writes.stream()
                                .map(write -> write.only(field))
                                .filter(write -> !write.changes().isEmpty())
                                .toList());
    }

    ObjectNode json() {
        Origin origin = origin();
        ObjectNode json = Json.object();
        json.put("resourceVersion", Long.toString(record.offset() + 1))
                .put("time", record.time().toString())
                .put("accepted", accepted)
                .put("id", record.proposal().id())
                .put("user", origin.user());
        ArrayNode groups = json.putArray("groups");
        origin.groups().forEach(groups::add);
        if (origin.impersonator() != null) {
            json.put("impersonator", origin.impersonator().user());
        }
        json.put("verb", origin.verb()).put("client", origin.client());
        if (origin.trigger() > 0) {
            json.put("trigger", Long.toString(origin.trigger()));
        }
        ArrayNode all = json.putArray("writes");
        writes.forEach(write -> all.add(write.json()));
        return json;
    }

    /** {@code 4711  2026-11-30T18:00:01Z  alice  patch  kubectl/v1.34.1}. */
    String head(boolean wide) {
        Origin origin = origin();
        String client = origin.client();
        int space = client.indexOf(' ');
        return (record.offset() + 1) + "  " + record.time().truncatedTo(ChronoUnit.SECONDS) + "  "
                + (origin.impersonator() == null
                        ? origin.user()
                        : origin.impersonator().user() + " as " + origin.user())
                + "  " + origin.verb() + "  "
                + (wide || space < 0 ? client : client.substring(0, space) + takenBack(client))
                + (wide ? "  " + origin.groups() + "  " + record.proposal().id() : "")
                + (accepted ? "" : "  refused");
    }

    /** What the client took back by it, which is said after its name. */
    private static String takenBack(String client) {
        int last = client.lastIndexOf(' ');
        String word = client.substring(last);
        return word.startsWith(" undo=") || word.startsWith(" restore=") ? word : "";
    }

    /** For people: what was created or deleted by its name only, unless {@code whole}. */
    String text(boolean wide, boolean whole) {
        StringBuilder text = new StringBuilder(head(wide)).append('\n');
        for (LoggedWrite write : writes) {
            text.append("    ").append(write).append('\n');
            if (whole || write.operation().equals("updated")) {
                write.changes()
                        .forEach(
                                change -> text.append("        ").append(change).append('\n'));
            }
        }
        return text.toString();
    }
}
