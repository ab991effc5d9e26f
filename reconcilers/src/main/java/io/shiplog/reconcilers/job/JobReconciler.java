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
import io.shiplog.reconcilers.objects.Claim;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.JobMarks;
import io.shiplog.resources.kinds.workload.Jobs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
    @Override
    public String name() {
        return "job";
    }

    @Override
    public Watches watches() {
        return Watches.own(Jobs.RESOURCE).with(Pods.RESOURCE, JobReconciler::jobsOfPod);
    }

    private static Collection<ObjectRef> jobsOfPod(Change change, View view) {
        StoredObject before = change.before();
        StoredObject pod = change.after();
        Set<ObjectRef> refs = new LinkedHashSet<>();
        if (matters(before, pod)) {
            addJob(before, refs);
            addJob(pod, refs);
            if (pod != null && pod.facts().controller() == null && !pod.facts().deleting()) {
                for (StoredObject job : view.list(Jobs.RESOURCE, pod.key().namespace())) {
                    if (JobSpec.of(job).selector().matches(pod.facts().labels())) {
                        refs.add(job.ref());
                    }
                }
            }
        }
        return refs;
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

    private static void addJob(@Nullable StoredObject pod, Set<ObjectRef> refs) {
        Owner controller = pod == null ? null : pod.facts().controller();
        if (pod != null && controller != null && JobPods.isJob(controller)) {
            refs.add(new ObjectRef(Jobs.RESOURCE, new ObjectKey(pod.key().namespace(), controller.name())));
        }
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
            return new Plan(
                    claim.corrections().stream()
                            .map(write -> new Step("patch", List.of(write)))
                            .toList(),
                    null);
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
