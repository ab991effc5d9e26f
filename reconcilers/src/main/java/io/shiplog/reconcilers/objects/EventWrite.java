package io.shiplog.reconcilers.objects;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.write.NewEvent;
import io.shiplog.resources.write.NewEvent.Reporter;
import io.shiplog.resources.write.NewEvent.Span;
import io.shiplog.resources.write.PlannedWrite;
import java.util.Optional;

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
    public static PlannedWrite normal(
            Source source, String reason, String message, String cause, ReconcileContext moment) {
        return of(source, "Normal", reason, message, cause, moment);
    }

    /** As {@link #normal}, of type Warning. */
    public static PlannedWrite warning(
            Source source, String reason, String message, String cause, ReconcileContext moment) {
        return of(source, "Warning", reason, message, cause, moment);
    }

    /** That nothing could be made, because of {@code refusal}; empty where it has been told. */
    public static Optional<PlannedWrite> failedCreate(
            View view, Source source, String refusal, ReconcileContext moment) {
        return untold(view, warning(source, "FailedCreate", "Error creating: " + refusal, "refusal", moment));
    }

    /** What is told once as long as its event is kept: empty where it is. */
    public static Optional<PlannedWrite> untold(View view, PlannedWrite event) {
        return view.get(event.resource(), event.key()) == null ? Optional.of(event) : Optional.empty();
    }

    private static PlannedWrite of(
            Source source, String type, String reason, String message, String cause, ReconcileContext moment) {
        StoredObject about = source.about();
        String suffix = "." + GeneratedNames.hex(about.uid(), reason, message, cause);
        var event = new NewEvent(
                NewEvent.key(about.key(), suffix),
                NewEvent.reference(about, source.apiVersion(), source.kind()),
                type,
                reason,
                message,
                new Reporter(source.component(), "", ""),
                Span.once(moment.now()),
                null);
        return event.planned(moment.uids().get(), moment.now());
    }
}
