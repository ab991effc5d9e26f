package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.kinds.workload.WorkloadRules;
import io.shiplog.resources.names.Names;
import java.util.List;

/** Rules of what a pod says about where it may run. */
public final class SchedulingRules {
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final List<String> WHEN_UNSATISFIABLE = List.of("DoNotSchedule", "ScheduleAnyway");

    private SchedulingRules() {}

    public static void check(Field spec) {
        spec.at("tolerations").items().forEach(SchedulingRules::toleration);
        nodeAffinity(spec.at("affinity", "nodeAffinity"));
        podAffinity(spec.at("affinity", "podAffinity"));
        podAffinity(spec.at("affinity", "podAntiAffinity"));
        spec.at("topologySpreadConstraints").items().forEach(SchedulingRules::spread);
    }

    private static void toleration(Field toleration) {
        Field key = toleration.at("key");
        Field operator = toleration.at("operator");
        if (!key.blank()) {
            key.invalid(Names.qualifiedName(key.text()));
        } else if (!operator.text().equals("Exists")) {
            operator.invalid(
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        switch (operator.text()) {
            case "", "Equal" ->
                toleration
                        .at("value")
                        .invalid(Names.labelValue(toleration.at("value").text()));
            case "Exists" -> {
                if (!toleration.at("value").blank()) {
                    operator.invalid(toleration.at("value").text(), "value must be empty when `operator` is 'Exists'");
                }
            }
            default -> operator.notSupported(List.of("Equal", "Exists"));
        }
        Field effect = toleration.at("effect");
        PodSpecRules.choice(effect, EFFECTS);
        if (toleration.at("tolerationSeconds").present() && !effect.text().equals("NoExecute")) {
            effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
    }

    private static void nodeAffinity(Field affinity) {
        Field required = affinity.at("requiredDuringSchedulingIgnoredDuringExecution");
        Field terms = required.at("nodeSelectorTerms");
        if (required.present() && terms.size() == 0) {
            terms.required("must have at least one node selector term");
        }
        terms.items().forEach(SchedulingRules::nodeTerm);
        for (Field preferred :
                affinity.at("preferredDuringSchedulingIgnoredDuringExecution").items()) {
            weight(preferred);
            nodeTerm(preferred.at("preference"));
        }
    }

    private static void nodeTerm(Field term) {
        for (Field expression : term.at("matchExpressions").items()) {
            expression
                    .at("key")
                    .invalid(Names.qualifiedName(expression.at("key").text()));
            Field values = expression.at("values");
            switch (expression.at("operator").text()) {
                case "In", "NotIn" -> {
                    if (values.size() == 0) {
                        values.required("must be specified when `operator` is 'In' or 'NotIn'");
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (values.size() > 0) {
                        values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    }
                }
                case "Gt", "Lt" -> {
                    if (values.size() != 1) {
                        values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
                    }
                }
                default -> expression.at("operator").invalid("not a valid selector operator");
            }
        }
    }

    private static void podAffinity(Field affinity) {
        affinity.at("requiredDuringSchedulingIgnoredDuringExecution").items().forEach(SchedulingRules::podTerm);
        for (Field preferred :
                affinity.at("preferredDuringSchedulingIgnoredDuringExecution").items()) {
            weight(preferred);
            podTerm(preferred.at("podAffinityTerm"));
        }
    }

    private static void podTerm(Field term) {
        WorkloadRules.labelSelector(term.at("labelSelector"));
        Field key = term.at("topologyKey");
        if (key.blank()) {
            key.required("can not be empty");
        } else {
            key.invalid(Names.qualifiedName(key.text()));
        }
    }

    private static void weight(Field preferred) {
        long weight = preferred.at("weight").number(0);
        if (weight < 1 || weight > 100) {
            preferred.at("weight").invalid("must be in the range 1-100");
        }
    }

    private static void spread(Field constraint) {
        if (constraint.at("maxSkew").number(0) <= 0) {
            constraint.at("maxSkew").invalid("must be greater than zero");
        }
        Field key = constraint.at("topologyKey");
        if (key.blank()) {
            key.required("can not be empty");
        }
        PodSpecRules.choice(constraint.at("whenUnsatisfiable"), WHEN_UNSATISFIABLE);
        WorkloadRules.labelSelector(constraint.at("labelSelector"));
    }
}
