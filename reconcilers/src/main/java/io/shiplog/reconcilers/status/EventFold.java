package io.shiplog.reconcilers.status;

import io.shiplog.journal.codec.Report.Happening;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.objects.Creation;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.reconcilers.objects.SafeNames;
import io.shiplog.reconcilers.objects.Times;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a node tells of a pod, as core/v1 Events in the form that the kubelet's recorder gives them. Pure. */
final class EventFold {
    private static final int LONGEST_NAME = 253;

    private EventFold() {}

    /**
     * The Event's key: the same cause on the same pod is the same Event, counted. As upstream's, its name begins with the time,
     * so that the Events of one second are listed in the order in which things happened: thirteen digits for the microseconds
     * since 1970, three for the cause.
     */
    static ObjectKey key(PodReport report, Happening event) {
        Instant first = Times.parse(event.firstTime());
        long micros = first == null ? 0 : Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, first));
        String cause = SafeNames.hex(report.uid(), event.reason(), event.message(), event.fieldPath());
        String suffix = "." + HexFormat.of().toHexDigits(micros, 13) + cause.substring(0, 3);
        String pod = report.pod().name();
        String head = pod.substring(0, Math.min(pod.length(), LONGEST_NAME - suffix.length()));
        return new ObjectKey(report.pod().namespace(), head + suffix);
    }

    /** The write that makes the Event, or counts it up; empty when the stored one has counted as far. */
    static Optional<Write> of(
            @Nullable StoredObject stored, StoredObject pod, PodReport report, Happening event, Moment moment) {
        if (stored == null) {
            return Optional.of(created(pod, report, event, moment));
        }
        Draft draft = Draft.of(stored);
        if (draft.json().path("count").asInt(0) >= event.count()) {
            return Optional.empty();
        }
        draft.json().put("lastTimestamp", event.lastTime()).put("count", event.count());
        return draft.write();
    }

    private static Write created(StoredObject pod, PodReport report, Happening event, Moment moment) {
        var creation = new Creation(Resources.EVENTS, "v1", "Event", key(report, event), moment);
        var involved = creation.json().putObject("involvedObject");
        involved.put("kind", "Pod")
                .put("namespace", report.pod().namespace())
                .put("name", report.pod().name())
                .put("uid", report.uid())
                .put("apiVersion", "v1")
                .put("resourceVersion", Long.toString(pod.resourceVersion()));
        if (!event.fieldPath().isEmpty()) {
            involved.put("fieldPath", event.fieldPath());
        }
        creation.json().put("reason", event.reason()).put("message", event.message());
        creation.json().putObject("source").put("component", "kubelet").put("host", report.node());
        Instant first = Times.parse(event.firstTime());
        creation.json()
                .put("firstTimestamp", first == null ? event.firstTime() : Times.text(first))
                .put("lastTimestamp", event.lastTime())
                .put("count", event.count())
                .put("type", event.type())
                .putNull("eventTime")
                .put("reportingComponent", "kubelet")
                .put("reportingInstance", report.node());
        return creation.write();
    }
}
