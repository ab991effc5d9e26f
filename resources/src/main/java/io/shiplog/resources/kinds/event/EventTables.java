package io.shiplog.resources.kinds.event;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Column;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** Tables of events, in both of their groups. */
public final class EventTables {
    private EventTables() {}

    public static TableSpec events() {
        return events("involvedObject", "lastTimestamp", "firstTimestamp", "count", "message");
    }

    public static TableSpec newEvents() {
        return events("regarding", "deprecatedLastTimestamp", "deprecatedFirstTimestamp", "deprecatedCount", "note");
    }

    /** Events of both groups: the same facts under different names. */
    private static TableSpec events(String target, String last, String first, String count, String message) {
        Cell firstSeen = (event, now) -> StringNode.valueOf(firstSeen(event, first, now));
        return TableSpec.empty()
                .text(
                        "Last Seen",
                        "Time since it last happened",
                        (event, now) -> StringNode.valueOf(lastSeen(event, last, first, now)))
                .text("Type", "Normal or Warning", Cell.text("type", ""))
                .text("Reason", "Why it happened, in one word", Cell.text("reason", ""))
                .text("Object", "What it happened to", Cell.text(event -> target(event.path(target))))
                .wide("Subobject", "The part that it happened to", Cell.text(target + ".fieldPath", ""))
                .wide("Source", "Who saw it", Cell.text(EventTables::source))
                .text(
                        "Message",
                        "What happened",
                        Cell.text(event -> Read.text(event, message).strip()))
                .wide("First Seen", "Time since it first happened", firstSeen)
                .wide("Count", "How often it happened", (event, now) -> LongNode.valueOf(times(event, count)))
                .add(new Column("Name", "string", "name", "Name of the event", 1), Cell.text("metadata.name", ""));
    }

    private static String firstSeen(JsonNode event, String first, Instant now) {
        return Read.since(event, first, now, Read.since(event, "eventTime", now, Read.UNKNOWN));
    }

    private static String lastSeen(JsonNode event, String last, String first, Instant now) {
        String single = Read.since(event, last, now, firstSeen(event, first, now));
        return event.path("series").isObject()
                ? Read.since(event, "series.lastObservedTime", now, Read.UNKNOWN)
                : single;
    }

    private static long times(JsonNode event, String count) {
        long times = event.path("series").isObject()
                ? Read.at(event, "series.count").asLong(0)
                : event.path(count).asLong(0);
        return Math.max(1, times);
    }

    private static String target(JsonNode reference) {
        String kind = Read.text(reference, "kind").toLowerCase(Locale.ROOT);
        String name = Read.text(reference, "name");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(JsonNode event) {
        JsonNode source = event.path(event.has("source") ? "source" : "deprecatedSource");
        String component = Read.text(
                source, "component", Read.text(event, "reportingComponent", Read.text(event, "reportingController")));
        String host = Read.text(source, "host", Read.text(event, "reportingInstance"));
        return host.isEmpty() ? component : component + ", " + host;
    }
}
