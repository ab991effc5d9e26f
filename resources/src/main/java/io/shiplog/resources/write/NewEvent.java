package io.shiplog.resources.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A core/v1 Event that a controller, the scheduler or a node tells, with the members that both the old and the new
 * recorder fill, so that every kubectl shows it. The message is cut to the 1,024 bytes that the API allows a note (as
 * kube-scheduler does), the name by {@link #key}.
 *
 * @param about a reference to what it is about
 * @param type {@code Normal} or {@code Warning}
 * @param action what was being done, null where the recorder is one of the old form
 */
public record NewEvent(
        ObjectKey key,
        ObjectNode about,
        String type,
        String reason,
        String message,
        Reporter reporter,
        Span span,
        @Nullable Action action) {
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_NOTE_BYTES = 1024;
    private static final String CUT_OFF = " ...";

    /**
     * Who tells.
     *
     * @param host the node that it runs on, empty for none
     * @param instance which of several of its kind, may be empty
     */
    public record Reporter(String component, String host, String instance) {}

    /** When it happened, as the API prints times, and how often. */
    public record Span(String first, String last, long count) {
        public static Span once(Instant now) {
            return new Span(text(now), text(now), 1);
        }
    }

    /** What was done, when, to the microsecond, and with what other object it has to do. */
    public record Action(
            String name, Instant time, @Nullable ObjectNode related) {}

    public NewEvent {
        message = shortened(message);
    }

    /**
     * The key of an Event about {@code about}, whose name is cut where the whole would be too long: in its namespace,
     * or in {@code default} for what has none.
     */
    public static ObjectKey key(ObjectKey about, String suffix) {
        String name = about.name();
        String head = name.substring(0, Math.min(name.length(), LONGEST_NAME - suffix.length()));
        return new ObjectKey(about.namespace().isEmpty() ? "default" : about.namespace(), head + suffix);
    }

    /** A reference to the version of an object that an Event is about. */
    public static ObjectNode reference(StoredObject object, String apiVersion, String kind) {
        ObjectNode reference = Json.object().put("kind", kind);
        if (!object.key().namespace().isEmpty()) {
            reference.put("namespace", object.key().namespace());
        }
        return reference
                .put("name", object.key().name())
                .put("uid", object.uid())
                .put("apiVersion", apiVersion)
                .put("resourceVersion", Long.toString(object.resourceVersion()));
    }

    /** What creates it. */
    public PlannedWrite planned(String uid, Instant now) {
        ObjectNode event = Json.object();
        event.put("kind", "Event").put("apiVersion", "v1");
        event.putObject("metadata")
                .put("name", key.name())
                .put("namespace", key.namespace())
                .put("uid", uid)
                .put("creationTimestamp", text(now));
        event.set("involvedObject", about);
        event.put("reason", reason).put("message", message);
        ObjectNode source = event.putObject("source").put("component", reporter.component());
        if (!reporter.host().isEmpty()) {
            source.put("host", reporter.host());
        }
        event.put("firstTimestamp", span.first())
                .put("lastTimestamp", span.last())
                .put("count", span.count())
                .put("type", type);
        if (action == null) {
            event.putNull("eventTime");
        } else {
            event.put("eventTime", microTime(action.time())).put("action", action.name());
            if (action.related() != null) {
                event.set("related", action.related());
            }
        }
        event.put("reportingComponent", reporter.component()).put("reportingInstance", reporter.instance());
        return new PlannedWrite.Creating(Events.RESOURCE, key, uid, event);
    }

    private static String shortened(String message) {
        byte[] bytes = message.length() > LONGEST_NOTE_BYTES / 4 ? message.getBytes(UTF_8) : new byte[0];
        if (bytes.length <= LONGEST_NOTE_BYTES) {
            return message;
        }
        int end = LONGEST_NOTE_BYTES - CUT_OFF.length();
        // Not in the middle of a character: its following bytes begin with the bits 10.
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, UTF_8) + CUT_OFF;
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A metav1.MicroTime: always six digits after the second. */
    private static String microTime(Instant time) {
        String text = time.truncatedTo(ChronoUnit.MICROS).toString();
        int dot = text.indexOf('.');
        String seconds = dot < 0 ? text.substring(0, text.length() - 1) : text.substring(0, dot);
        String fraction = dot < 0 ? "" : text.substring(dot + 1, text.length() - 1);
        return seconds + "." + (fraction + "000000").substring(0, 6) + "Z";
    }
}
