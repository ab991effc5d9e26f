package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.kind.RulesBuilder;

/** Autoscalers, in two versions of which the newer one is stored. */
public final class Autoscalers {
    private static final Rules RULES = rules().initialStatus(
                    (status, autoscaler) -> status.put("desiredReplicas", 0).putNull("currentMetrics"))
            .build();

    private static final Rules RULES_OF_V1 = rules().initialStatus(
                    (status, autoscaler) -> status.put("currentReplicas", 0).put("desiredReplicas", 0))
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
            .rules(RULES_OF_V1);

    private Autoscalers() {}

    private static RulesBuilder rules() {
        return Rules.validatedBy(root -> AutoscalerRules.autoscaler(root.at("spec")))
                .saysWhatIsRequired()
                .defaults(AutoscalerDefaults::autoscaler)
                .table(AutoscalerTables::autoscalers);
    }
}
