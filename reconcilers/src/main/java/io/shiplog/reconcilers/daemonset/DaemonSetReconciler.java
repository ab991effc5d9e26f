package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.daemonset.DaemonPlaces.Fit;
import io.shiplog.reconcilers.objects.Claim;
import io.shiplog.reconcilers.objects.Claimants;
import io.shiplog.reconcilers.objects.NamespacePhase;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.reconcilers.revisions.Collisions;
import io.shiplog.reconcilers.revisions.RevisionOwner;
import io.shiplog.reconcilers.revisions.TemplateHistory;
import io.shiplog.reconcilers.revisions.TemplateHistory.Known;
import io.shiplog.reconcilers.revisions.TemplateHistory.NameTaken;
import io.shiplog.reconcilers.revisions.TemplateRevision;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.DaemonSets;
import io.shiplog.resources.kinds.workload.StatefulSets;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps one pod of a template on every node that it fits (pkg/controller/daemon, v1.34).
 *
 * <p>The rule: claim revisions and pods; find the revision of the template, or make it; then place pods on nodes, and
 * only when nothing is left to place replace those of other revisions; retire old revisions; and write the status that
 * this leads to in the proposal that makes pods. A change of a node makes a DaemonSet look only when it has a pod to
 * make or to delete there.
 */
public final class DaemonSetReconciler implements Reconciler {
    private static final Claimants CLAIMANTS = new Claimants(
            DaemonSets.RESOURCE,
            "DaemonSet",
            daemonSet -> DaemonSpec.of(daemonSet).selector());

    @Override
    public String name() {
        return "daemonset";
    }

    @Override
    public Watches watches() {
        return Watches.own(DaemonSets.RESOURCE)
                .with(Pods.RESOURCE, CLAIMANTS::of)
                .with(StatefulSets.REVISION_RESOURCE, CLAIMANTS::of)
                .with(Nodes.RESOURCE, DaemonSetReconciler::concernedByNode);
    }

    private static Collection<ObjectRef> concernedByNode(Change change, View view) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        if (before != null && after != null && looksSame(before, after)) {
            return List.of();
        }
        var refs = new ArrayList<ObjectRef>();
        for (StoredObject daemonSet : view.list(DaemonSets.RESOURCE)) {
            DaemonPlaces places = DaemonSpec.of(daemonSet).places();
            boolean concerned;
            if (after == null) {
                concerned = before != null && places.fit(before) != Fit.LEAVES;
            } else {
                Fit fit = places.fit(after);
                String place = DaemonPod.place(daemonSet.uid(), after.key().name());
                boolean isThere = !view.by(DaemonPod.BY_PLACE, place).isEmpty();
                concerned = isThere ? fit == Fit.LEAVES : fit == Fit.RUNS;
            }
            if (concerned) {
                refs.add(daemonSet.ref());
            }
        }
        return refs;
    }

    private static boolean looksSame(StoredObject before, StoredObject after) {
        return before.facts().labels().equals(after.facts().labels())
                && NodeFacts.of(before).taints().equals(NodeFacts.of(after).taints());
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(ref.resource(), ref.key());
        if (stored == null
                || !ref.resource().equals(DaemonSets.RESOURCE)
                || stored.facts().deleting()) {
            return Plan.EMPTY;
        }
        DaemonSpec spec = DaemonSpec.of(stored);
        var reference = new OwnerReference("apps/v1", "DaemonSet", stored.key().name(), stored.uid());
        var owner = new RevisionOwner(
                stored,
                reference,
                spec.selector(),
                spec.template(),
                spec.history().collisions(),
                DaemonPod.HASH);
        Claim revisions = TemplateHistory.claim(view, owner);
        Claim pods = Claim.of(stored, reference, spec.selector(), Claim.candidates(view, stored, Pods.RESOURCE));
        var corrections = new ArrayList<Step>();
        for (Claim claim : List.of(revisions, pods)) {
            corrections.addAll(claim.steps());
        }
        if (!corrections.isEmpty()) {
            return new Plan(corrections, null);
        }
        TemplateHistory history = TemplateHistory.of(owner, revisions.owned());
        return switch (history.newest(view, moment)) {
            case NameTaken _ -> Collisions.counted(owner);
            case Known known -> {
                var world = DaemonWorld.of(view, spec, known.revision().hash(), pods.owned(), moment.now());
                yield synced(view, owner, history, known, world, moment);
            }
        };
    }

    private static Plan synced(
            View view,
            RevisionOwner owner,
            TemplateHistory history,
            Known newest,
            DaemonWorld world,
            ReconcileContext moment) {
        var changes = new DaemonChanges();
        StoredObject daemonSet = owner.stored();
        if (!NamespacePhase.isTerminating(view, daemonSet.key().namespace())) {
            Placement.place(world, changes);
            if (changes.isEmpty() && !world.spec().update().onDelete()) {
                DaemonRollout.roll(world, changes);
            }
        }
        var writing = new DaemonWrites(view, owner, world, moment);
        writing.delete(changes);
        writing.create(changes);
        var writes = new ArrayList<PlannedWrite>();
        if (newest.write() != null) {
            writes.add(newest.write());
        }
        writes.addAll(writing.creations());
        DaemonStatus status = DaemonStatus.of(world, writing.madeOn());
        status.write(daemonSet).ifPresent(writes::add);
        writes.addAll(writing.events());
        var steps = new ArrayList<Step>();
        if (!writes.isEmpty()) {
            steps.add(new Step(writing.creations().isEmpty() ? "update" : "create", writes));
        }
        steps.addAll(writing.deletions());
        for (PlannedWrite retired : history.retired(
                live(history, newest, world), world.spec().history().limit(), moment)) {
            steps.add(new Step("delete", List.of(retired)));
        }
        Instant revisit = Times.earlier(changes.revisit(), status.nextAvailable());
        return steps.isEmpty() && revisit == null ? Plan.EMPTY : new Plan(steps, revisit);
    }

    /** The revisions that still have pods, and the newest. */
    private static Set<String> live(TemplateHistory history, Known newest, DaemonWorld world) {
        Set<String> hashes = new HashSet<>();
        for (List<StoredObject> pods : world.pods().values()) {
            pods.forEach(pod -> hashes.add(pod.facts().labels().getOrDefault(DaemonPod.HASH, "")));
        }
        Set<String> live = new HashSet<>();
        live.add(newest.revision().name());
        for (TemplateRevision revision : history.all()) {
            if (hashes.contains(revision.hash())) {
                live.add(revision.name());
            }
        }
        return live;
    }
}
