package io.shiplog.reconcilers.statefulset;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.List;

/**
 * What a StatefulSet tells, in upstream's words (recordPodEvent and recordClaimEvent, v1.34): the same words again make
 * the count of their event rise. Mutable; one reconcile owns it.
 */
final class SetEvents {
    private final View view;
    private final ReconcileContext moment;
    private final EventWrite.Source source;
    private final List<PlannedWrite> news = new ArrayList<>();

    SetEvents(View view, StoredObject set, ReconcileContext moment) {
        this.view = view;
        this.moment = moment;
        this.source = new EventWrite.Source("statefulset-controller", set, "apps/v1", "StatefulSet");
    }

    void created(String pod) {
        again("SuccessfulCreate", "create Pod " + pod + inSet() + " successful");
    }

    void createdClaim(String claim, String pod) {
        again("SuccessfulCreate", "create Claim " + claim + " Pod " + pod + inSet() + " success");
    }

    void updated(String pod) {
        again("SuccessfulUpdate", "update Pod " + pod + inSet() + " successful");
    }

    void deleted(String pod) {
        again("SuccessfulDelete", "delete Pod " + pod + inSet() + " successful");
    }

    /** Told once as long as the event is kept: it is tried again and again. */
    void notCreated(String pod, String why) {
        once("create Pod " + pod + inSet() + " failed error: " + why);
    }

    /** As {@link #notCreated}, of a claim, for whose want the pod cannot be made either. */
    void claimNotCreated(String claim, String pod, String why) {
        once("create Claim " + claim + " for Pod " + pod + inSet() + " failed error: " + why);
    }

    List<PlannedWrite> news() {
        return news;
    }

    private String inSet() {
        return " in StatefulSet " + source.about().key().name();
    }

    private void again(String reason, String message) {
        PlannedWrite event = EventWrite.normal(source, reason, message, "", moment);
        StoredObject before = view.get(event.resource(), event.key());
        if (before == null) {
            news.add(event);
        } else if (before.resourceVersion() != 0) {
            Draft draft = Draft.of(before);
            draft.json().put("count", draft.json().path("count").asInt(1) + 1);
            draft.json().put("lastTimestamp", Times.text(moment.now()));
            draft.write().ifPresent(news::add);
        }
    }

    private void once(String message) {
        PlannedWrite event = EventWrite.warning(source, "FailedCreate", message, "", moment);
        EventWrite.untold(view, event).ifPresent(news::add);
    }
}
