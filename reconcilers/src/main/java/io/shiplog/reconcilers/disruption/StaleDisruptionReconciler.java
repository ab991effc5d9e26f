package io.shiplog.reconcilers.disruption;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.conditions.PodConditions;
import io.shiplog.resources.facts.ConditionFacts;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what came to nothing: a pod that somebody was about to end, and whose deletion has not come two minutes
 * later, says that it does not end ({@code syncStalePodDisruption} in pkg/controller/disruption, v1.34). What its node
 * says stays, since ending a pod there may take any time; so does what an ended pod says.
 */
public final class StaleDisruptionReconciler implements Reconciler {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String BY_NODE = "TerminationByKubelet";

    @Override
    public String name() {
        return "staledisruption";
    }

    @Override
    public Watches watches() {
        return Watches.of(Pods.RESOURCE, (change, _) -> {
            StoredObject pod = change.after();
            return pod != null && since(pod) != null ? List.of(new ObjectRef(Pods.RESOURCE, pod.key())) : List.of();
        });
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject pod = view.get(ref.resource(), ref.key());
        Instant since = pod == null ? null : since(pod);
        if (pod == null || since == null) {
            return Plan.EMPTY;
        }
        Instant stale = since.plus(TIMEOUT);
        if (stale.isAfter(moment.now())) {
            return new Plan(List.of(), stale);
        }
        Draft draft = Draft.of(pod);
        PodConditions.set(
                draft.status(),
                Condition.fails(PodConditions.DISRUPTION_TARGET, "", ""),
                draft.metadata().path("generation").asLong(0),
                moment.now());
        return new Plan(
                draft.write().stream()
                        .map(write -> new Step("patch", List.of(write)))
                        .toList(),
                null);
    }

    /**
     * Since when the pod says that it is about to be ended; null when it does not, or when that cannot be taken back.
     */
    private static @Nullable Instant since(StoredObject stored) {
        if (stored.facts().deleting()) {
            return null;
        }
        PodFacts pod = PodFacts.of(stored);
        ConditionFacts mark = pod.disruption();
        boolean taken = mark != null && mark.isTrue() && !BY_NODE.equals(mark.reason()) && !pod.hasEnded();
        if (mark == null || !taken) {
            return null;
        }
        return mark.since() == null ? Instant.EPOCH : mark.since();
    }
}
