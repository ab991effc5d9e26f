package io.shiplog.reconcilers.replicaset;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.replicas.ReplicaKind;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;

/** Keeps the pods of a ReplicaSet: {@link ReplicaReconciler} says how. */
public final class ReplicaSetReconciler implements Reconciler {
    private final ReplicaReconciler replicas = new ReplicaReconciler("replicaset", ReplicaKind.REPLICA_SET);

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
