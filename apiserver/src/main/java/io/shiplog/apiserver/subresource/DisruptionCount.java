package io.shiplog.apiserver.subresource;

import static io.shiplog.apiserver.store.Documents.number;
import static io.shiplog.apiserver.store.Documents.text;

import io.shiplog.apiserver.store.Documents;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.selector.LabelSelectors;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many pods of a disruption budget are healthy and how many must be, counted from a state as upstream's disruption
 * controller counts them.
 *
 * @param currentHealthy ready pods that nobody deletes
 * @param desiredHealthy how many must stay
 */
record DisruptionCount(int currentHealthy, int desiredHealthy) {
    private static final GroupResource PODS = GroupResource.core("pods");

    /** How many may go now. */
    int allowed() {
        return currentHealthy - desiredHealthy;
    }

    static DisruptionCount of(State state, StoredObject budget) {
        JsonNode spec = Documents.tree(budget).path("spec");
        var selector = LabelSelectors.of(spec.path("selector"));
        int healthy = 0;
        int matching = 0;
        Map<String, Integer> wantedByOwner = new HashMap<>();
        for (StoredObject pod : state.list(PODS, budget.key().namespace())) {
            if (selector.matches(pod.facts().labels())) {
                matching++;
                healthy += !pod.facts().deleting() && isReady(Documents.tree(pod)) ? 1 : 0;
                ObjectFacts.Owner owner = pod.facts().controller();
                wantedByOwner.put(owner == null ? pod.uid() : owner.uid(), replicas(state, pod, owner));
            }
        }
        int expected =
                wantedByOwner.values().stream().mapToInt(Integer::intValue).sum();
        if (spec.has("maxUnavailable")) {
            int unavailable = scaled(spec.path("maxUnavailable"), expected);
            return new DisruptionCount(healthy, Math.max(0, expected - unavailable));
        }
        boolean percent = spec.path("minAvailable").isString();
        return new DisruptionCount(healthy, scaled(spec.path("minAvailable"), percent ? expected : matching));
    }

    static boolean isReady(ObjectNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (text(condition, "type").equals("Ready")) {
                return text(condition, "status").equals("True");
            }
        }
        return false;
    }

    /** How many pods the controller of a pod wants; 1 for a pod without one. */
    private static int replicas(State state, StoredObject pod, ObjectFacts.@Nullable Owner owner) {
        if (owner == null) {
            return 1;
        }
        Kind kind = Kinds.of(state).byApiVersion(owner.apiVersion(), owner.kind());
        if (kind == null) {
            return 1;
        }
        StoredObject found =
                state.get(kind.storage().resource(), new ObjectKey(pod.key().namespace(), owner.name()));
        return found == null ? 1 : (int) number(Documents.tree(found), 1, "spec", "replicas");
    }

    /** A number, or a percentage of {@code whole} rounded up. */
    private static int scaled(JsonNode value, int whole) {
        if (value.isIntegralNumber()) {
            return value.intValue();
        }
        String text = value.asString("");
        if (!text.endsWith("%")) {
            return 0;
        }
        try {
            int percent = Integer.parseInt(text.substring(0, text.length() - 1));
            return (int) Math.ceil(whole * percent / 100.0);
        } catch (NumberFormatException e) {
            return 0; // validation refuses such budgets: none is stored
        }
    }
}
