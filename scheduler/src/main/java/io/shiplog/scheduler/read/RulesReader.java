package io.shiplog.scheduler.read;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.selector.NodeTerm;
import io.shiplog.scheduler.cluster.AffinityTerm;
import io.shiplog.scheduler.cluster.NodeAffinity;
import io.shiplog.scheduler.cluster.PodAffinity;
import io.shiplog.scheduler.cluster.PodRules;
import io.shiplog.scheduler.cluster.SpreadConstraint;
import io.shiplog.scheduler.cluster.Weighted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads where a pod may and would like to run. */
final class RulesReader {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private final String namespace;
    private final Map<String, String> labels;
    private final PodFacts facts;

    RulesReader(StoredObject pod, Map<String, String> labels) {
        this.namespace = pod.key().namespace();
        this.labels = labels;
        this.facts = PodFacts.of(pod);
    }

    PodRules read(JsonNode spec) {
        JsonNode affinity = spec.path("affinity");
        return new PodRules(
                nodeAffinity(spec.path("nodeSelector"), affinity.path("nodeAffinity")),
                podAffinity(affinity.path("podAffinity"), affinity.path("podAntiAffinity")),
                facts.wishes().tolerations(),
                spread(spec.path("topologySpreadConstraints")));
    }

    private static NodeAffinity nodeAffinity(JsonNode nodeSelector, JsonNode affinity) {
        if (nodeSelector.isEmpty() && affinity.isEmpty()) {
            return NodeAffinity.NONE;
        }
        List<NodeTerm> required = NodeTerm.ofSelector(affinity.path(REQUIRED));
        var preferred = new ArrayList<Weighted<NodeTerm>>();
        for (JsonNode term : affinity.path(PREFERRED)) {
            preferred.add(new Weighted<>(term.path("weight").asInt(0), NodeTerm.read(term.path("preference"))));
        }
        return new NodeAffinity(LabelSelectors.having(Fields.texts(nodeSelector)), required, preferred);
    }

    private PodAffinity podAffinity(JsonNode affinity, JsonNode antiAffinity) {
        if (affinity.isEmpty() && antiAffinity.isEmpty()) {
            return PodAffinity.NONE;
        }
        return new PodAffinity(
                required(affinity), required(antiAffinity), preferred(affinity), preferred(antiAffinity));
    }

    private List<AffinityTerm> required(JsonNode affinity) {
        var terms = new ArrayList<AffinityTerm>();
        affinity.path(REQUIRED).forEach(term -> terms.add(affinityTerm(term)));
        return terms;
    }

    private List<Weighted<AffinityTerm>> preferred(JsonNode affinity) {
        var terms = new ArrayList<Weighted<AffinityTerm>>();
        for (JsonNode term : affinity.path(PREFERRED)) {
            terms.add(new Weighted<>(term.path("weight").asInt(0), affinityTerm(term.path("podAffinityTerm"))));
        }
        return terms;
    }

    private AffinityTerm affinityTerm(JsonNode term) {
        Set<String> namespaces = new HashSet<>(Fields.list(term.path("namespaces")));
        JsonNode namespaceSelector = term.path("namespaceSelector");
        if (namespaces.isEmpty() && !namespaceSelector.isObject()) {
            namespaces.add(namespace);
        }
        return new AffinityTerm(
                Selectors.of(term.path("labelSelector")).and(Selectors.byOwnLabels(term, labels)),
                namespaces,
                Selectors.of(namespaceSelector),
                Fields.text(term, "topologyKey"));
    }

    private List<SpreadConstraint> spread(JsonNode list) {
        var constraints = new ArrayList<SpreadConstraint>();
        for (JsonNode each : list) {
            constraints.add(new SpreadConstraint(
                    each.path("maxSkew").asInt(1),
                    Fields.text(each, "topologyKey"),
                    !Fields.text(each, "whenUnsatisfiable").equals("ScheduleAnyway"),
                    Selectors.of(each.path("labelSelector")).and(Selectors.byOwnLabels(each, labels)),
                    each.path("minDomains").asInt(1),
                    !Fields.text(each, "nodeAffinityPolicy").equals("Ignore"),
                    Fields.text(each, "nodeTaintsPolicy").equals("Honor")));
        }
        return constraints;
    }
}
