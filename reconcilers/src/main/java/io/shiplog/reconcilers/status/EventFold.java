package io.shiplog.reconcilers.status;

import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.objects.Creation;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.reconcilers.objects.SafeNames;
import io.shiplog.reconcilers.status.PodReport.ReportedEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a node tells of a pod, as core/v1 Events in the form that the kubelet's recorder gives them. Pure. */
final class EventFold {
    private EventFold() {}

    /** The Event's key: the same cause on the same pod is the same Event, counted. */
    static ObjectKey key(PodReport report, ReportedEvent event) {
        String hash = SafeNames.hex(report.uid(), event.reason(), event.message(), event.fieldPath());
        return new ObjectKey(report.pod().namespace(), report.pod().name() + "." + hash);
    }

    /** The write that makes the Event, or counts it up; empty when the stored one has counted as far. */
    static Optional<Write> of(
            @Nullable StoredObject stored, StoredObject pod, PodReport report, ReportedEvent event, Moment moment) {
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

    private static Write created(StoredObject pod, PodReport report, ReportedEvent event, Moment moment) {
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
        creation.json()
                .put("firstTimestamp", event.firstTime())
                .put("lastTimestamp", event.lastTime())
                .put("count", event.count())
                .put("type", event.type())
                .putNull("eventTime")
                .put("reportingComponent", "kubelet")
                .put("reportingInstance", report.node());
        return creation.write();
    }
}
