package io.shiplog.scheduler.read;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.ServiceFacts;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.scheduler.cluster.Budget;
import io.shiplog.scheduler.cluster.ClusterContext.PriorityClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads what matters to scheduling of objects other than pods and nodes. */
public final class ClusterContextReader {
    private ClusterContextReader() {}

    /** The labels of a Namespace, with the one of its own name that every namespace has. */
    public static Map<String, String> namespaceLabels(StoredObject object) {
        var labels = new HashMap<>(object.facts().labels());
        labels.putIfAbsent("kubernetes.io/metadata.name", object.key().name());
        return labels;
    }

    /** What a Service selects; empty when it has no selector. */
    public static Map<String, String> serviceSelector(StoredObject object) {
        return ServiceFacts.of(object).selector();
    }

    /** What a ReplicaSet or StatefulSet (a LabelSelector) or a ReplicationController (plain labels) selects. */
    public static LabelSelector controllerSelector(StoredObject object) {
        JsonNode selector = Fields.parse(object.json()).path("spec").path("selector");
        boolean plain = object.resource().group().isEmpty();
        return plain ? LabelSelectors.having(Fields.texts(selector)) : Selectors.of(selector);
    }

    public static PriorityClass priorityClass(StoredObject object) {
        JsonNode json = Fields.parse(object.json());
        return new PriorityClass(
                json.path("value").asInt(0),
                json.path("globalDefault").asBoolean(false),
                Fields.text(json, "preemptionPolicy").equals("Never"));
    }

    public static Budget budget(StoredObject object) {
        JsonNode json = Fields.parse(object.json());
        JsonNode status = json.path("status");
        Set<String> disrupted = new HashSet<>();
        status.path("disruptedPods").properties().forEach(pod -> disrupted.add(pod.getKey()));
        return new Budget(
                object.key(),
                Selectors.of(json.path("spec").path("selector")),
                status.path("disruptionsAllowed").asInt(0),
                disrupted);
    }
}
