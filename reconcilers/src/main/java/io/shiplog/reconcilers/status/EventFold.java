package io.shiplog.reconcilers.status;

import io.shiplog.journal.codec.Report.ReportedEvent;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.NewEvent;
import io.shiplog.resources.write.NewEvent.Reporter;
import io.shiplog.resources.write.NewEvent.Span;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a node tells of a pod, as core/v1 Events in the form that the kubelet's recorder gives them. Pure. */
final class EventFold {
    private EventFold() {}

    /**
     * The Event's key: the same cause on the same pod is the same Event, counted. As upstream's, its name begins with
     * the time, so that the Events of one second are listed in the order in which things happened: thirteen digits for
     * the microseconds since 1970, three for the cause.
     */
    static ObjectKey key(PodReport report, ReportedEvent event) {
        Instant first = Times.parse(event.firstTime());
        long micros = first == null ? 0 : Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, first));
        String cause = GeneratedNames.hex(report.uid(), event.reason(), event.message(), event.fieldPath());
        String suffix = "." + HexFormat.of().toHexDigits(micros, 13) + cause.substring(0, 3);
        return NewEvent.key(report.pod(), suffix);
    }

    /** The write that makes the Event, or counts it up; empty when the stored one has counted as far. */
    static Optional<PlannedWrite> of(
            @Nullable StoredObject stored,
            StoredObject pod,
            PodReport report,
            ReportedEvent event,
            ReconcileContext moment) {
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

    private static PlannedWrite created(
            StoredObject pod, PodReport report, ReportedEvent event, ReconcileContext moment) {
        ObjectNode about = NewEvent.reference(pod, "v1", "Pod");
        if (!event.fieldPath().isEmpty()) {
            about.put("fieldPath", event.fieldPath());
        }
        Instant first = Times.parse(event.firstTime());
        var told = new NewEvent(
                key(report, event),
                about,
                event.type(),
                event.reason(),
                event.message(),
                new Reporter("kubelet", report.node(), report.node()),
                new Span(first == null ? event.firstTime() : Times.text(first), event.lastTime(), event.count()),
                null);
        return told.planned(moment.uids().get(), moment.now());
    }
}
