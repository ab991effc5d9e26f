package io.shiplog.reconcilers.replicationcontroller;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.replicas.ReplicaKind;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;

/** Keeps the pods of a ReplicationController: {@link ReplicaReconciler} says how. */
public final class ReplicationControllerReconciler implements Reconciler {
    private final ReplicaReconciler replicas =
            new ReplicaReconciler("replicationcontroller", ReplicaKind.REPLICATION_CONTROLLER);

    @Override
    public String name() {
        return replicas.name();
    }

    @Override
    public Watches watches() {
        return replicas.watches();
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, Moment moment) {
        return replicas.reconcile(view, ref, moment);
    }
}
