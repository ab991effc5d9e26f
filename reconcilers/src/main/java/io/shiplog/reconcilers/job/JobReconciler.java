package io.shiplog.reconcilers.job;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.Claim;
import io.shiplog.reconcilers.objects.Claimants;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.JobMarks;
import io.shiplog.resources.kinds.workload.Jobs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs pods until as many have succeeded as a Job asks for (pkg/controller/job, v1.34).
 *
 * <p>The rule: claim pods by selector and controller reference; decide whether the Job has to end; if it has, delete
 * what runs, otherwise make what is missing or delete what is too many; note what ended and count what was noted; and
 * write the status that this leads to in the same proposal, which replaces the Job that all of it was decided on. A Job
 * that has ended is left alone, and so is one that another controller manages.
 */
public final class JobReconciler implements Reconciler {
    private static final Claimants CLAIMANTS =
            new Claimants(Jobs.RESOURCE, "Job", job -> JobSpec.of(job).selector());

    @Override
    public String name() {
        return "job";
    }

    @Override
    public Watches watches() {
        return Watches.own(Jobs.RESOURCE).with(Pods.RESOURCE, JobReconciler::jobsOfPod);
    }

    private static Collection<ObjectRef> jobsOfPod(Change change, View view) {
        return matters(change.before(), change.after()) ? CLAIMANTS.of(change, view) : List.of();
    }

    /** That a pod was bound or has another address is nothing to its Job. */
    private static boolean matters(@Nullable StoredObject before, @Nullable StoredObject after) {
        if (before == null || after == null) {
            return true;
        }
        PodFacts was = PodFacts.of(before);
        PodFacts is = PodFacts.of(after);
        return !was.life().equals(is.life())
                || was.isReady() != is.isReady()
                || !was.restarts().equals(is.restarts())
                || !before.facts().labels().equals(after.facts().labels())
                || !before.facts().finalizers().equals(after.facts().finalizers())
                || !Objects.equals(before.facts().controller(), after.facts().controller());
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject job = view.get(ref);
        if (job == null || !ref.resource().equals(Jobs.RESOURCE)) {
            return Plan.EMPTY;
        }
        JobSpec spec = JobSpec.of(job);
        if (spec.finished() || !spec.ours()) {
            return Plan.EMPTY;
        }
        var reference = new OwnerReference("batch/v1", "Job", job.key().name(), job.uid());
        Claim claim = Claim.of(job, reference, spec.selector(), candidates(view, job), JobMarks.TRACKING);
        if (!claim.corrections().isEmpty()) {
            return new Plan(claim.steps(), null);
        }
        var pods = new JobPods(spec, claim.owned().stream().map(JobPod::of).toList());
        return new JobSync(view, job, pods, moment).plan();
    }

    private static Collection<StoredObject> candidates(View view, StoredObject job) {
        var candidates = new ArrayList<StoredObject>(JobPods.open(view, job.uid()));
        candidates.addAll(view.uncontrolled(Pods.RESOURCE, job.key().namespace()));
        return candidates;
    }
}
