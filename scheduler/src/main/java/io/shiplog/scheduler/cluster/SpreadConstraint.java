package io.shiplog.scheduler.cluster;

import io.shiplog.resources.facts.Toleration;
import io.shiplog.resources.selector.LabelSelector;
import java.util.List;

/**
 * How unevenly pods may be spread over the domains of a node label.
 *
 * @param maxSkew the largest difference between a domain and the emptiest one
 * @param required DoNotSchedule rather than ScheduleAnyway
 * @param selector which pods of the same namespace are counted
 * @param minDomains with fewer domains than this the emptiest counts as empty; 1 when unset
 * @param honorAffinity only nodes that the pod's node selector and affinity admit are counted (the default)
 * @param honorTaints nodes with taints that the pod does not tolerate are not counted (not the default)
 */
public record SpreadConstraint(
        int maxSkew,
        String topologyKey,
        boolean required,
        LabelSelector selector,
        int minDomains,
        boolean honorAffinity,
        boolean honorTaints) {

    /** Whether the pods of {@code node} count for a pod of these rules. */
    public boolean counts(Node node, PodRules rules) {
        if (honorAffinity && !rules.nodeAffinity().admits(node)) {
            return false;
        }
        return !honorTaints
                || node.taints().stream()
                        .noneMatch(taint -> taint.forbids() && !Toleration.anyTolerates(rules.tolerations(), taint));
    }

    /** Whether {@code node} has the label of every one of {@code constraints}. */
    public static boolean allKeysOn(Node node, List<SpreadConstraint> constraints) {
        for (SpreadConstraint constraint : constraints) {
            if (!node.labels().containsKey(constraint.topologyKey())) {
                return false;
            }
        }
        return true;
    }
}
