package io.shiplog.reconcilers.events;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Deletes Events some time after they were last seen: an hour, as the API server's {@code --event-ttl} has it. */
public final class EventExpiryReconciler implements Reconciler {
    private final Duration ttl;

    /** @param ttl how long an Event is kept after it was last seen */
    public EventExpiryReconciler(Duration ttl) {
        this.ttl = ttl;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Watches watches() {
        return Watches.of(
                Events.RESOURCE,
                (change, _) ->
                        change.after() == null ? List.of() : List.of(new ObjectRef(change.resource(), change.key())));
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject event = view.get(ref.resource(), ref.key());
        if (event == null) {
            return Plan.EMPTY;
        }
        Instant end = lastSeen(Json.parse(event.json())).plus(ttl);
        if (end.isAfter(moment.now())) {
            return new Plan(List.of(), end);
        }
        List<PlannedWrite> deletion = ControllerDeletion.of(Events.KIND.rules(), event, moment.now()).stream()
                .toList();
        return deletion.isEmpty() ? Plan.EMPTY : new Plan(List.of(new Step("delete", deletion)), null);
    }

    /** The latest of all times that an Event has. */
    private static Instant lastSeen(JsonNode event) {
        return Stream.of(
                        event.path("series").path("lastObservedTime"),
                        event.path("lastTimestamp"),
                        event.path("eventTime"),
                        event.path("metadata").path("creationTimestamp"))
                .map(time -> Times.parse(time.asString("")))
                .filter(time -> time != null)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
