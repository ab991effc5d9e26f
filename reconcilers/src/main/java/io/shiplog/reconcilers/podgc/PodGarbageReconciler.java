package io.shiplog.reconcilers.podgc;

import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the oldest of the pods that have ended, evicted ones before others, when there are more than a limit
 * (pkg/controller/podgc, v1.34). Nothing else ever deletes a pod that failed and was replaced.
 */
public final class PodGarbageReconciler implements Reconciler {
    /** Upstream's {@code --terminated-pod-gc-threshold}. */
    public static final int LIMIT = 12_500;

    /** All pods together are one key. */
    static final ObjectRef ALL = new ObjectRef(Pods.RESOURCE, ObjectKey.cluster(""));

    /** The one value of {@link #OVER}. */
    private static final String ANYWHERE = "";

    /** The pods that count. */
    private static final Index OVER =
            Index.of("over", Pods.RESOURCE, pod -> isOver(pod) ? List.of(ANYWHERE) : List.of());

    /** Deletions in one plan; their return asks for the next. */
    private static final int CHUNK = 200;

    private static final Comparator<StoredObject> FIRST_TO_GO = Comparator.comparing(
                    (StoredObject pod) -> !isEvicted(pod))
            .thenComparing(PodGarbageReconciler::created)
            .thenComparing(StoredObject::key);

    private final int limit;

    /** @param limit how many ended pods are kept */
    public PodGarbageReconciler(int limit) {
        this.limit = limit;
    }

    @Override
    public String name() {
        return "podgc";
    }

    @Override
    public Watches watches() {
        return Watches.of(
                Pods.RESOURCE,
                (change, _) -> isOver(change.before()) != isOver(change.after()) ? List.of(ALL) : List.of());
    }

    /** Whether the pod counts: it has ended, and nobody deletes it yet. */
    private static boolean isOver(@Nullable StoredObject pod) {
        return pod != null && !pod.facts().deleting() && PodFacts.of(pod).hasEnded();
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        Collection<StoredObject> all = view.by(OVER, ANYWHERE);
        int excess = Math.min(CHUNK, all.size() - limit);
        if (excess <= 0) {
            return Plan.EMPTY;
        }
        var over = new ArrayList<>(all);
        over.sort(FIRST_TO_GO);
        var steps = new ArrayList<Step>(excess);
        for (StoredObject pod : over.subList(0, excess)) {
            List<PlannedWrite> deletion = ControllerDeletion.immediate(Pods.KIND.rules(), pod, moment.now()).stream()
                    .toList();
            if (!deletion.isEmpty()) {
                steps.add(new Step("delete", deletion));
            }
        }
        return steps.isEmpty() ? Plan.EMPTY : new Plan(steps, null);
    }

    private static boolean isEvicted(StoredObject pod) {
        return "Evicted".equals(PodFacts.of(pod).life().reason());
    }

    private static Instant created(StoredObject pod) {
        Instant time = PodFacts.of(pod).life().created();
        return time == null ? Instant.MIN : time;
    }
}
