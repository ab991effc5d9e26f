package io.shiplog.reconcilers.job;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectFacts.Owner;
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
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.JobMarks;
import io.shiplog.resources.kinds.workload.Jobs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Lets go the pods that no Job will count any more (pkg/controller/job's {@code syncOrphanPod}, v1.34): a pod with the
 * tracking finalizer whose Job is gone or has ended, or that nobody controls. What another controller owns or manages
 * is left alone.
 */
public final class JobOrphanReconciler implements Reconciler {
    @Override
    public String name() {
        return "job-orphan";
    }

    @Override
    public Watches watches() {
        return Watches.of(Pods.RESOURCE, JobOrphanReconciler::held)
                .with(Jobs.RESOURCE, JobOrphanReconciler::podsOfGone);
    }

    private static Collection<ObjectRef> held(Change change, View view) {
        StoredObject pod = change.after();
        return pod != null && isOrphan(view, pod) ? List.of(pod.ref()) : List.of();
    }

    private static Collection<ObjectRef> podsOfGone(Change change, View view) {
        var refs = new ArrayList<ObjectRef>();
        StoredObject before = change.before();
        StoredObject after = change.after();
        boolean over = after == null || JobSpec.of(after).finished() || before != null && isAnother(before, after);
        if (over && before != null) {
            JobPods.open(view, before.uid()).forEach(pod -> refs.add(pod.ref()));
        }
        return refs;
    }

    private static boolean isAnother(StoredObject before, StoredObject after) {
        return !before.uid().equals(after.uid());
    }

    private static boolean isOrphan(View view, StoredObject pod) {
        if (!pod.facts().finalizers().contains(JobMarks.TRACKING)) {
            return false;
        }
        Owner controller = pod.facts().controller();
        if (controller == null) {
            return true;
        }
        if (!JobPods.isJob(controller)) {
            return false;
        }
        StoredObject job = view.get(Jobs.RESOURCE, new ObjectKey(pod.key().namespace(), controller.name()));
        if (job == null || !job.uid().equals(controller.uid())) {
            return true;
        }
        JobSpec spec = JobSpec.of(job);
        return spec.ours() && spec.finished();
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject pod = view.get(ref);
        if (pod == null || !ref.resource().equals(Pods.RESOURCE) || !isOrphan(view, pod)) {
            return Plan.EMPTY;
        }
        return ControllerDeletion.released(Pods.KIND.rules(), pod, JobMarks.TRACKING)
                .map(write -> new Plan(List.of(new Step("patch", List.of(write))), null))
                .orElse(Plan.EMPTY);
    }
}
