package io.shiplog.reconcilers.objects;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.Moment;

/** A core/v1 Event about an object, as client-go's recorder writes it. */
public final class EventWrite {
    private EventWrite() {}

    /**
     * Who tells of what.
     *
     * @param component the source, such as {@code replicaset-controller}
     * @param about the object that the event is about
     * @param apiVersion its apiVersion
     * @param kind its kind
     */
    public record Source(String component, StoredObject about, String apiVersion, String kind) {}

    /**
     * A normal event. Its name follows from the object and {@code cause}, so the same plan twice tells once.
     *
     * @param cause what happens only once to that object: a uid, or a resourceVersion
     */
    public static Write normal(Source source, String reason, String message, String cause, Moment moment) {
        return of(source, "Normal", reason, message, cause, moment);
    }

    /** As {@link #normal}, of type Warning. */
    public static Write warning(Source source, String reason, String message, String cause, Moment moment) {
        return of(source, "Warning", reason, message, cause, moment);
    }

    private static Write of(Source source, String type, String reason, String message, String cause, Moment moment) {
        StoredObject about = source.about();
        String version = Long.toString(about.resourceVersion());
        String namespace =
                about.key().namespace().isEmpty() ? "default" : about.key().namespace();
        String name = about.key().name() + "." + SafeNames.hex(about.uid(), reason, message, cause);
        GroupResource events = Resources.EVENTS;
        var event = new Creation(events, "v1", "Event", new ObjectKey(namespace, name), moment);
        String time = Times.text(moment.now());
        var involved = event.json().putObject("involvedObject");
        involved.put("kind", source.kind());
        if (!about.key().namespace().isEmpty()) {
            involved.put("namespace", about.key().namespace());
        }
        involved.put("name", about.key().name())
                .put("uid", about.uid())
                .put("apiVersion", source.apiVersion())
                .put("resourceVersion", version);
        event.json().put("reason", reason).put("message", message);
        event.json().putObject("source").put("component", source.component());
        event.json()
                .put("firstTimestamp", time)
                .put("lastTimestamp", time)
                .put("count", 1)
                .put("type", type)
                .putNull("eventTime")
                .put("reportingComponent", source.component())
                .put("reportingInstance", "");
        return event.write();
    }
}
