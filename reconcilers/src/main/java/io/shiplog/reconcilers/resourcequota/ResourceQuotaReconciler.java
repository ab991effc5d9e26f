package io.shiplog.reconcilers.resourcequota;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.resources.admission.NamespacePolicies;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.QuotaRules;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts what quotas limit (pkg/controller/resourcequota, v1.34).
 *
 * <p>The rule: a quota's status.hard is its spec.hard, and its status.used is what the objects of its namespace use.
 * Counted again when an object of the namespace comes or goes, ends or changes what it uses, and every five minutes.
 * The write replaces the quota that everyone who creates an object writes too, so a count that is older than a creation
 * is refused.
 */
public final class ResourceQuotaReconciler implements Reconciler {
    /** Upstream's {@code --resource-quota-sync-period}. */
    private static final Duration RESYNC = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "resourcequota";
    }

    @Override
    public Watches watches() {
        return Watches.own(PolicyKinds.QUOTA_RESOURCE).withOthers(ResourceQuotaReconciler::quotasThatCount);
    }

    private static Collection<ObjectRef> quotasThatCount(Change change, View view) {
        String namespace = change.key().namespace();
        Collection<StoredObject> quotas =
                namespace.isEmpty() ? List.of() : view.list(PolicyKinds.QUOTA_RESOURCE, namespace);
        if (quotas.isEmpty()
                || !mayChangeUsage(
                        change, Kinds.of(view).rules(change.resource()).quota())) {
            return List.of();
        }
        var refs = new ArrayList<ObjectRef>(quotas.size());
        quotas.forEach(quota -> refs.add(new ObjectRef(PolicyKinds.QUOTA_RESOURCE, quota.key())));
        return refs;
    }

    private static boolean mayChangeUsage(Change change, QuotaRules rules) {
        if (!rules.counted()) {
            return false;
        }
        if (change.before() == null || change.after() == null || rules.grows()) {
            return true;
        }
        return change.resource().equals(Pods.RESOURCE) && hasEnded(change.before()) != hasEnded(change.after());
    }

    private static boolean hasEnded(@Nullable StoredObject pod) {
        return pod != null && PodFacts.of(pod).hasEnded();
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(ref.resource(), ref.key());
        if (stored == null || !ref.resource().equals(PolicyKinds.QUOTA_RESOURCE)) {
            return Plan.EMPTY;
        }
        Draft draft = Draft.of(stored);
        var policies = new NamespacePolicies(Kinds.of(view), (resource, namespace) -> trees(view, resource, namespace));
        ObjectNode counted = policies.recounted(draft.json(), ref.key().namespace());
        draft.json().set("status", counted.path("status"));
        return new Plan(
                draft.write().stream()
                        .map(write -> new Step("update", List.of(write)))
                        .toList(),
                moment.now().plus(RESYNC));
    }

    private static List<ObjectNode> trees(View view, GroupResource resource, String namespace) {
        var trees = new ArrayList<ObjectNode>();
        for (StoredObject object : view.list(resource, namespace)) {
            trees.add(Json.parse(object.json()));
        }
        return trees;
    }
}
