package io.shiplog.scheduler.cluster;

import io.shiplog.resources.facts.Toleration;
import java.util.List;

/** Where a pod may and would like to run. */
public record PodRules(
        NodeAffinity nodeAffinity,
        PodAffinity podAffinity,
        List<Toleration> tolerations,
        List<SpreadConstraint> spread) {
    public static final PodRules NONE = new PodRules(NodeAffinity.NONE, PodAffinity.NONE, List.of(), List.of());

    public PodRules {
        tolerations = List.copyOf(tolerations);
        spread = List.copyOf(spread);
    }
}
