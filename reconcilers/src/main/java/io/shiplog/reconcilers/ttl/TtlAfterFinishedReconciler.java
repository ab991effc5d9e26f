package io.shiplog.reconcilers.ttl;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.workload.Jobs;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes a Job {@code ttlSecondsAfterFinished} after it has ended, whoever manages it (KEP-592;
 * pkg/controller/ttlafterfinished, v1.34). It waits for its pods to go first.
 */
public final class TtlAfterFinishedReconciler implements Reconciler {
    private static final Decoder<Expiry> DECODER = new Decoder<>(Expiry.class, Expiry::read);

    /** When a Job may go; null for never. */
    private record Expiry(@Nullable Instant time) {
        private static Expiry read(byte[] json) {
            JsonNode job = Json.parse(json);
            JsonNode seconds = job.path("spec").path("ttlSecondsAfterFinished");
            for (String type : List.of("Complete", "Failed")) {
                ObjectNode condition = StatusConditions.find(job.path("status"), type);
                if (condition != null && condition.path("status").asString("").equals("True") && seconds.isNumber()) {
                    Instant ended =
                            Times.parse(condition.path("lastTransitionTime").asString(""));
                    return new Expiry(ended == null ? null : ended.plusSeconds(seconds.asLong()));
                }
            }
            return new Expiry(null);
        }
    }

    @Override
    public String name() {
        return "ttlafterfinished";
    }

    @Override
    public Watches watches() {
        return Watches.own(Jobs.RESOURCE);
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject job = view.get(ref);
        if (job == null || !ref.resource().equals(Jobs.RESOURCE) || job.facts().deleting()) {
            return Plan.EMPTY;
        }
        Instant time = job.facts(DECODER).time();
        if (time == null) {
            return Plan.EMPTY;
        }
        if (time.isAfter(moment.now())) {
            return new Plan(List.of(), time);
        }
        return ControllerDeletion.foreground(Jobs.KIND.rules(), job, moment.now())
                .map(write -> new Plan(List.of(new Step("delete", List.of(write))), null))
                .orElse(Plan.EMPTY);
    }
}
