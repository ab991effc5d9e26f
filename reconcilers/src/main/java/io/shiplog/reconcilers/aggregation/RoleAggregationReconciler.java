package io.shiplog.reconcilers.aggregation;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.write.Draft;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Keeps the rules of ClusterRoles that aggregate (kube-controller-manager's clusterrole-aggregation-controller, v1.34).
 *
 * <p>The rule: a ClusterRole with an aggregation rule has the rules of all others that one of its selectors selects, in
 * the order of their names, each once, and no others.
 */
public final class RoleAggregationReconciler implements Reconciler {
    private static final GroupResource ROLES = Access.CLUSTER_ROLES.resource();
    private static final String ANY = "any";
    private static final Index AGGREGATING =
            Index.of("aggregating", ROLES, role -> selectors(Trees.of(role)).isEmpty() ? List.of() : List.of(ANY));

    @Override
    public String name() {
        return "roleaggregation";
    }

    @Override
    public Watches watches() {
        return Watches.of(ROLES, RoleAggregationReconciler::aggregating);
    }

    /** What was selected may be so no more: all of them look again, of which there are few. */
    private static Collection<ObjectRef> aggregating(Change change, View view) {
        List<ObjectRef> refs = new ArrayList<>();
        view.by(AGGREGATING, ANY).forEach(role -> refs.add(role.ref()));
        return refs;
    }

    private static JsonNode selectors(JsonNode role) {
        return role.path("aggregationRule").path("clusterRoleSelectors");
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject role = view.get(ref);
        if (role == null || selectors(Trees.of(role)).isEmpty()) {
            return Plan.EMPTY;
        }
        Draft draft = Draft.of(role);
        ArrayNode rules = draft.json().arrayNode();
        aggregated(view, role, draft.json()).forEach(rules::add);
        if (!Draft.same(draft.json().path("rules"), rules)) {
            draft.json().set("rules", rules);
        }
        return draft.write()
                .map(write -> new Plan(List.of(new Step("update", List.of(write))), null))
                .orElse(Plan.EMPTY);
    }

    private static Set<JsonNode> aggregated(View view, StoredObject role, JsonNode tree) {
        List<LabelSelector> selectors = new ArrayList<>();
        selectors(tree).forEach(selector -> selectors.add(LabelSelectors.of(selector)));
        Set<JsonNode> rules = new LinkedHashSet<>();
        for (StoredObject other : view.list(ROLES)) {
            boolean selected = !other.key().equals(role.key())
                    && selectors.stream()
                            .anyMatch(selector -> selector.matches(other.facts().labels()));
            if (selected) {
                Trees.of(other).path("rules").forEach(rules::add);
            }
        }
        return rules;
    }
}
