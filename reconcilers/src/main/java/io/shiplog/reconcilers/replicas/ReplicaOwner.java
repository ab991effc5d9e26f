package io.shiplog.reconcilers.replicas;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ReplicaSet or ReplicationController as its reconcile reads it.
 *
 * @param stored the object
 * @param kind which of the two it is
 * @param template its pod template, as it was written: never changed
 * @param selector which pods are its own
 * @param replicas how many it asks for
 * @param minReadySeconds how long a pod has to be ready before it counts as available
 */
record ReplicaOwner(
        StoredObject stored,
        ReplicaKind kind,
        JsonNode template,
        LabelSelector selector,
        int replicas,
        int minReadySeconds) {

    static ReplicaOwner read(ReplicaKind kind, StoredObject stored) {
        ObjectNode json = Json.parse(stored.json());
        JsonNode spec = json.path("spec");
        JsonNode template = spec.path("template");
        return new ReplicaOwner(
                stored,
                kind,
                template,
                selector(kind, spec, template),
                spec.path("replicas").asInt(1),
                spec.path("minReadySeconds").asInt(0));
    }

    /** A selector as it is kept with the stored owner, which every pod that nobody controls asks for it. */
    private record Selecting(LabelSelector selector) {}

    /** Which pods are {@code stored}'s own; read once per version of it. */
    static LabelSelector selector(ReplicaKind kind, StoredObject stored) {
        return stored.facts(new Decoder<>(
                        Selecting.class, _ -> new Selecting(read(kind, stored).selector())))
                .selector();
    }

    private static LabelSelector selector(ReplicaKind kind, JsonNode spec, JsonNode template) {
        return switch (kind) {
            case REPLICA_SET -> {
                LabelSelector selector = LabelSelectors.of(spec.get("selector"));
                // Upstream's validation refuses an empty selector; here it must never mean every pod.
                yield selector.isEverything() ? LabelSelector.NOTHING : selector;
            }
            case REPLICATION_CONTROLLER -> {
                JsonNode selector = spec.path("selector");
                yield LabelSelectors.ofMap(
                        selector.isEmpty() ? template.path("metadata").path("labels") : selector);
            }
        };
    }

    OwnerReference reference() {
        return new OwnerReference(kind.apiVersion(), kind.kind(), stored.key().name(), stored.uid());
    }

    Map<String, String> templateLabels() {
        var labels = new LinkedHashMap<String, String>();
        template.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels;
    }
}
