package io.shiplog.reconcilers.statefulset;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
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
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.kinds.workload.StatefulSets;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Keeps the pods of a StatefulSet, each with its number (pkg/controller/statefulset, v1.34).
 *
 * <p>The rule: claim revisions and pods; find the revision of the template, or make it; walk over the numbers
 * ({@link SetWalk}); retire old revisions; and write the status that this leads to in the same proposal. The status
 * replaces the StatefulSet that the pods were counted for.
 */
public final class StatefulSetReconciler implements Reconciler {
    private static final Claimants CLAIMANTS = new Claimants(
            StatefulSets.RESOURCE, "StatefulSet", set -> SetSpec.of(set).pods().selector());

    private static final String HASH = "controller.kubernetes.io/hash";

    /** How soon a name that another's pod has is looked at again: nothing tells when that goes. */
    private static final Duration NAME_RETRY = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "statefulset";
    }

    @Override
    public Watches watches() {
        return Watches.own(StatefulSets.RESOURCE)
                .with(Pods.RESOURCE, CLAIMANTS::of)
                .with(StatefulSets.REVISION_RESOURCE, CLAIMANTS::of)
                .with(Volumes.CLAIM_RESOURCE, StatefulSetReconciler::usersOf);
    }

    /** Claims bear the labels that a StatefulSet selects by. */
    private static Collection<ObjectRef> usersOf(Change change, View view) {
        if (change.before() != null
                && change.after() != null
                && !change.after().facts().deleting()) {
            return List.of();
        }
        Set<ObjectRef> refs = new LinkedHashSet<>();
        for (StoredObject set : view.list(StatefulSets.RESOURCE, change.key().namespace())) {
            for (JsonNode template : SetSpec.of(set).pods().claims()) {
                String prefix =
                        SetClaims.templateName(template) + "-" + set.key().name();
                if (SetPod.ordinal(prefix, change.key().name()) >= 0) {
                    refs.add(set.ref());
                }
            }
        }
        return refs;
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject set = view.get(ref.resource(), ref.key());
        if (set == null || !ref.resource().equals(StatefulSets.RESOURCE)) {
            return Plan.EMPTY;
        }
        SetSpec.Pods spec = SetSpec.of(set).pods();
        var reference = new OwnerReference("apps/v1", "StatefulSet", set.key().name(), set.uid());
        JsonNode status = Json.parse(set.json()).path("status");
        var owner = new RevisionOwner(
                set,
                reference,
                spec.selector(),
                spec.template(),
                status.path("collisionCount").asInt(0),
                HASH);
        Claim revisions = TemplateHistory.claim(view, owner);
        Claim pods = Claim.of(set, reference, spec.selector(), candidates(view, set));
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
            case Known newest -> {
                TemplateRevision current =
                        history.named(status.path("currentRevision").asString(""));
                var both = new SetRevisions(current == null ? newest.revision() : current, newest.revision());
                var walk = new SetWalk(view, set, reference, both, pods.owned(), moment);
                yield synced(view, set, history, newest, both, pods.owned(), walk, moment);
            }
        };
    }

    /** An orphan is adopted only when it has the name of one of the set's pods. */
    private static List<StoredObject> candidates(View view, StoredObject set) {
        return Claim.candidates(view, set, Pods.RESOURCE).stream()
                .filter(pod -> pod.facts().controller() != null
                        || SetPod.ordinal(set.key().name(), pod.key().name()) >= 0)
                .toList();
    }

    private static Plan synced(
            View view,
            StoredObject set,
            TemplateHistory history,
            Known newest,
            SetRevisions revisions,
            Collection<StoredObject> pods,
            SetWalk walk,
            ReconcileContext moment) {
        if (!set.facts().deleting()
                && !NamespacePhase.isTerminating(view, set.key().namespace())) {
            walk.walk();
        }
        var writes = new ArrayList<PlannedWrite>();
        if (newest.write() != null && !set.facts().deleting()) {
            writes.add(newest.write());
        }
        writes.addAll(walk.writes());
        SetStatus status = walk.status();
        status.write(set).ifPresent(writes::add);
        writes.addAll(walk.events());
        var steps = new ArrayList<Step>();
        if (!writes.isEmpty()) {
            steps.add(new Step("update", writes));
        }
        Set<String> live = new HashSet<>(List.of(revisions.current(), revisions.update()));
        pods.forEach(pod -> live.add(SetPod.revision(pod)));
        for (PlannedWrite retired :
                history.retired(live, SetSpec.of(set).update().historyLimit(), moment)) {
            steps.add(new Step("delete", List.of(retired)));
        }
        Instant retry = walk.waitsForName() ? moment.now().plus(NAME_RETRY) : null;
        Instant revisit = Times.earlier(retry, status.nextAvailable());
        return steps.isEmpty() && revisit == null ? Plan.EMPTY : new Plan(steps, revisit);
    }
}
