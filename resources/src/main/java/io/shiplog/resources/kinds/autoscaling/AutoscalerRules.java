package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.Field;

/** The rules of autoscalers. */
public final class AutoscalerRules {
    private AutoscalerRules() {}

    public static void autoscaler(Field spec) {
        Field most = spec.at("maxReplicas");
        if (most.number(0) < 1) {
            most.invalid(most.number(0), "must be greater than 0");
        } else if (most.number(0) < spec.at("minReplicas").number(1)) {
            most.invalid("must be greater than or equal to `minReplicas`");
        }
        required(spec.at("scaleTargetRef", "kind"));
        required(spec.at("scaleTargetRef", "name"));
    }

    private static void required(Field field) {
        if (field.blank()) {
            field.required("");
        }
    }
}
