package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;

/** Autoscalers, in two versions of which the newer one is stored. */
public final class Autoscalers {
    private static final Rules RULES = Rules.validatedBy(root -> AutoscalerRules.autoscaler(root.at("spec")))
            .defaults(AutoscalerDefaults::autoscaler)
            .initialStatus((status, autoscaler) -> status.put("desiredReplicas", 0))
            .table(AutoscalerTables::autoscalers)
            .build();

    public static final Kind KIND = Kind.namespaced(
                    "autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
            .shortNames("hpa")
            .categories("all")
            .status()
            .rules(RULES);

    public static final Kind V1 = Kind.namespaced(
                    "autoscaling/v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
            .shortNames("hpa")
            .categories("all")
            .status()
            .storedAs(KIND, new AutoscalerConversion())
            .rules(RULES);

    private Autoscalers() {}
}
