package io.shiplog.reconcilers.deployment;

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
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.reconcilers.objects.NamespacePhase;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.ReplicaSetFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves a Deployment's pods to its current template (pkg/controller/deployment, v1.34).
 *
 * <p>The rule: claim the ReplicaSets; find the one of the current template or make it; number it as the newest
 * revision; take an older template if a rollback is asked for; if the Deployment's size changed, or it is paused, size
 * the ReplicaSets in proportion; otherwise move on by its strategy; then write the status, and when the rollout is
 * complete, delete what exceeds the history. All of one reconcile is one proposal, so a view that is stale in any
 * object that it would change loses as a whole.
 */
public final class DeploymentReconciler implements Reconciler {

    @Override
    public String name() {
        return "deployment";
    }

    @Override
    public Watches watches() {
        return Watches.own(Deployments.RESOURCE)
                .with(ReplicaSets.RESOURCE, DeploymentReconciler::deploymentsOf)
                .with(Pods.RESOURCE, DeploymentReconciler::deploymentsThatWaitFor);
    }

    private static Collection<ObjectRef> deploymentsOf(Change replicaSet, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        addDeployment(replicaSet.before(), refs);
        addDeployment(replicaSet.after(), refs);
        StoredObject orphan = replicaSet.after();
        if (orphan != null && orphan.facts().controller() == null) {
            for (StoredObject deployment :
                    view.list(Deployments.RESOURCE, orphan.key().namespace())) {
                if (spec(Draft.of(deployment)).selector().matches(orphan.facts().labels())) {
                    refs.add(new ObjectRef(Deployments.RESOURCE, deployment.key()));
                }
            }
        }
        return refs;
    }

    private static void addDeployment(@Nullable StoredObject owned, Set<ObjectRef> refs) {
        Owner controller = owned == null ? null : owned.facts().controller();
        if (owned != null && controller != null && controller.kind().equals("Deployment")) {
            refs.add(new ObjectRef(
                    Deployments.RESOURCE, new ObjectKey(owned.key().namespace(), controller.name())));
        }
    }

    /**
     * Recreate waits until the last old pod is gone or has ended, which no ReplicaSet's status tells: a pod of one that
     * wants none. The ReplicaSet is asked first, because pods change more often, and a pod has to be decoded.
     */
    private static Collection<ObjectRef> deploymentsThatWaitFor(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        StoredObject before = change.before();
        Owner controller = before == null ? null : before.facts().controller();
        if (before == null || controller == null || !controller.kind().equals("ReplicaSet")) {
            return refs;
        }
        StoredObject replicaSet =
                view.get(ReplicaSets.RESOURCE, new ObjectKey(before.key().namespace(), controller.name()));
        if (replicaSet == null || wantsPods(replicaSet)) {
            return refs;
        }
        if (change.after() == null || PodFacts.of(change.after()).hasEnded()) {
            addDeployment(replicaSet, refs);
        }
        return refs;
    }

    private static boolean wantsPods(StoredObject replicaSet) {
        return ReplicaSetFacts.of(replicaSet).replicas() > 0;
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(ref.resource(), ref.key());
        if (stored == null || !ref.resource().equals(Deployments.RESOURCE)) {
            return Plan.EMPTY;
        }
        Draft draft = Draft.of(stored);
        DeploymentSpec spec = spec(draft);
        var reference = new OwnerReference("apps/v1", "Deployment", stored.key().name(), stored.uid());
        Claim claim =
                Claim.of(stored, reference, spec.selector(), Claim.candidates(view, stored, ReplicaSets.RESOURCE));
        if (!claim.corrections().isEmpty()) {
            return plan("patch", claim.corrections(), null);
        }
        Rollout rollout = rollout(draft, spec, claim.owned(), moment);
        return moved(view, rollout);
    }

    private static Rollout rollout(
            Draft draft, DeploymentSpec spec, List<StoredObject> owned, ReconcileContext moment) {
        List<Revision> revisions =
                owned.stream().map(Revision::of).sorted(Revision.OLDEST_FIRST).toList();
        Revision newest = null;
        var old = new ArrayList<Revision>();
        for (Revision revision : revisions) {
            if (newest == null && Template.same(revision.template(), spec.template())) {
                newest = revision;
            } else {
                old.add(revision);
            }
        }
        return new Rollout(draft, spec, old, newest, moment);
    }

    private static Plan moved(View view, Rollout rollout) {
        Draft deployment = rollout.deployment();
        DeploymentSpec spec = rollout.spec();
        if (deployment.stored().facts().deleting()
                || NamespacePhase.isTerminating(view, deployment.stored().key().namespace())) {
            Progress.writeCounts(rollout);
            return plan("update", rollout.writes(), null);
        }
        Progress.notePause(rollout);
        numberNewest(rollout);
        if (!spec.paused() && Rollback.isAsked(rollout)) {
            Rollback.perform(rollout);
            return plan("update", rollout.writes(), null);
        }
        if (spec.paused() || Scaling.isDue(rollout)) {
            Scaling.scale(rollout);
            Progress.writeCounts(rollout);
            return plan("update", withCleanup(rollout, spec.paused()), null);
        }
        boolean held = !spec.rolling() && oldPodsLeft(view, rollout);
        if (rollout.newest() == null && !held) {
            if (view.get(ReplicaSets.RESOURCE, NewRevision.key(rollout)) != null) {
                // Another template's ReplicaSet has the name: the next hash will be another one.
                int collisions = deployment.status().path("collisionCount").asInt(0);
                deployment.status().put("collisionCount", collisions + 1);
                return plan("update", rollout.writes(), null);
            }
            String refusal = refusal(rollout, NewRevision.key(rollout));
            if (refusal != null) {
                return refused(view, rollout, refusal);
            }
            NewRevision.make(rollout);
            Revision made = rollout.newest();
            if (made != null) {
                deployment.annotate(Revision.REVISION, made.annotation(Revision.REVISION));
                Progress.noteCreated(rollout, made);
            }
        }
        Revision newest = rollout.newest();
        if (!spec.rolling() && held) {
            rollout.activeOld().forEach(revision -> rollout.scale(revision, 0));
        } else if (newest != null && !spec.rolling()) {
            rollout.scale(newest, spec.replicas());
        } else if (newest != null && newest.stored() != null) {
            RollingUpdate.move(rollout, newest);
        }
        Instant deadline = Progress.write(rollout);
        return plan("update", withCleanup(rollout, Progress.isComplete(rollout)), deadline);
    }

    private static @Nullable String refusal(Rollout rollout, ObjectKey replicaSet) {
        return rollout.moment().refusal(new ObjectRef(ReplicaSets.RESOURCE, replicaSet));
    }

    /** Nothing moves until the ReplicaSet is admitted; the status and an event say why. */
    private static Plan refused(View view, Rollout rollout, String refusal) {
        StoredObject stored = rollout.deployment().stored();
        String told =
                "Failed to create new replica set \"" + NewRevision.key(rollout).name() + "\": " + refusal;
        Progress.noteRefused(rollout, told);
        Progress.writeCounts(rollout);
        var steps = new ArrayList<Step>();
        List<PlannedWrite> writes = rollout.writes();
        if (!writes.isEmpty()) {
            steps.add(new Step("update", writes));
        }
        var source = new EventWrite.Source("deployment-controller", stored, "apps/v1", "Deployment");
        PlannedWrite event = EventWrite.warning(source, Progress.REFUSED, told, "refusal", rollout.moment());
        EventWrite.untold(view, event).ifPresent(write -> steps.add(new Step("create", List.of(write))));
        return steps.isEmpty() ? Plan.EMPTY : new Plan(steps, null);
    }

    /**
     * Gives the ReplicaSet of the current template, if there is one, the newest revision number, and the Deployment
     * too.
     */
    private static void numberNewest(Rollout rollout) {
        Revision newest = rollout.newest();
        if (newest != null) {
            NewRevision.refresh(rollout, newest);
            rollout.deployment().annotate(Revision.REVISION, newest.annotation(Revision.REVISION));
            Progress.noteFound(rollout, newest);
        }
    }

    /** Whether an old ReplicaSet asks for pods or still has some that have not ended, terminating ones included. */
    private static boolean oldPodsLeft(View view, Rollout rollout) {
        for (Revision revision : rollout.old()) {
            if (revision.active() || revision.actualReplicas() > 0) {
                return true;
            }
            for (StoredObject owned : view.ownedBy(revision.uid())) {
                if (owned.resource().equals(Pods.RESOURCE)) {
                    if (!PodFacts.of(owned).hasEnded()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The rollout's writes; if it is {@code due}, also the deletion of the oldest revisions beyond the limit. */
    private static List<PlannedWrite> withCleanup(Rollout rollout, boolean due) {
        var writes = new ArrayList<>(rollout.writes());
        Integer limit = rollout.spec().historyLimit();
        if (!due || limit == null) {
            return writes;
        }
        List<Revision> kept = rollout.old().stream()
                .filter(revision -> !revision.deleting())
                .sorted(Revision.BY_REVISION)
                .toList();
        for (Revision revision : kept.subList(0, Math.max(0, kept.size() - limit))) {
            StoredObject stored = revision.stored();
            boolean idle = !revision.active() && revision.actualReplicas() == 0 && revision.observed();
            if (stored != null && idle) {
                writes.removeIf(write -> write.resource().equals(stored.resource())
                        && write.key().equals(stored.key()));
                ControllerDeletion.of(
                                ReplicaSets.KIND.rules(),
                                stored,
                                rollout.moment().now())
                        .ifPresent(writes::add);
            }
        }
        return writes;
    }

    private static DeploymentSpec spec(Draft draft) {
        return DeploymentSpec.read(draft.json().path("spec"));
    }

    private static Plan plan(String verb, List<PlannedWrite> writes, @Nullable Instant revisit) {
        if (writes.isEmpty()) {
            return revisit == null ? Plan.EMPTY : new Plan(List.of(), revisit);
        }
        return new Plan(List.of(new Step(verb, writes)), revisit);
    }
}
