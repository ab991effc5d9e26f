package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.facts.Taint;
import io.shiplog.resources.facts.Toleration;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.selector.NodeTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which nodes the pods of a DaemonSet fit on (NodeShouldRunDaemonPod in pkg/controller/daemon, v1.34).
 *
 * @param nodeName the only node, empty for any
 * @param nodeSelector what is asked of a node's labels
 * @param required node affinity: one of these has to match; null when none is asked for
 * @param tolerations the template's, and those that every daemon pod has
 */
record DaemonPlaces(
        String nodeName,
        LabelSelector nodeSelector,
        @Nullable List<NodeTerm> required,
        List<Toleration> tolerations) {

    /** What a node and a DaemonSet are to each other. */
    enum Fit {
        /** The node gets a pod. */
        RUNS,
        /** The node gets none, but one that is there stays. */
        STAYS,
        /** A pod that is there has to go. */
        LEAVES
    }

    DaemonPlaces {
        required = required == null ? null : List.copyOf(required);
        tolerations = List.copyOf(tolerations);
    }

    static DaemonPlaces of(JsonNode podSpec) {
        var tolerations = new ArrayList<Toleration>();
        for (JsonNode toleration : DaemonTolerations.of(podSpec)) {
            tolerations.add(toleration(toleration));
        }
        return new DaemonPlaces(
                podSpec.path("nodeName").asString(""),
                nodeSelector(podSpec.path("nodeSelector")),
                NodeTerm.ofSelector(
                        podSpec.at("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution")),
                tolerations);
    }

    Fit fit(StoredObject node) {
        String name = node.key().name();
        if (!nodeName.isEmpty() && !nodeName.equals(name)) {
            return Fit.LEAVES;
        }
        Map<String, String> labels = node.facts().labels();
        boolean admitted = nodeSelector.matches(labels)
                && (required == null || required.stream().anyMatch(term -> term.matches(name, labels)));
        if (!admitted) {
            return Fit.LEAVES;
        }
        Fit fit = Fit.RUNS;
        for (Taint taint : NodeFacts.of(node).taints()) {
            if (taint.forbids() && !Toleration.anyTolerates(tolerations, taint)) {
                if (taint.effect().equals(Taint.NO_EXECUTE)) {
                    return Fit.LEAVES;
                }
                fit = Fit.STAYS;
            }
        }
        return fit;
    }

    private static LabelSelector nodeSelector(JsonNode json) {
        return json.isEmpty() ? LabelSelector.EVERYTHING : LabelSelectors.ofMap(json);
    }

    private static Toleration toleration(JsonNode json) {
        JsonNode seconds = json.path("tolerationSeconds");
        return new Toleration(
                json.path("key").asString(""),
                json.path("operator").asString("").equals("Exists"),
                json.path("value").asString(""),
                json.path("effect").asString(""),
                seconds.isNumber() ? (Long) seconds.asLong() : null);
    }
}
