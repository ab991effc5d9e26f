package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import java.util.List;

/** The rules of autoscalers (upstream's {@code ValidateHorizontalPodAutoscaler}, v1.34). */
public final class AutoscalerRules {
    private AutoscalerRules() {}

    public static void autoscaler(Field spec) {
        Field least = spec.at("minReplicas");
        if (least.present() && least.number(0) < 1) {
            least.invalid("must be greater than or equal to 1");
        }
        Field most = spec.at("maxReplicas");
        if (most.number(0) < 1) {
            most.invalid(most.number(0), "must be greater than 0");
        }
        if (least.present() && most.number(0) < least.number(1)) {
            most.invalid(most.number(0), "must be greater than or equal to `minReplicas`");
        }
        target(spec.at("scaleTargetRef"));
        spec.at("metrics").items().forEach(MetricRules::metric);
        behavior(spec.at("behavior", "scaleUp"));
        behavior(spec.at("behavior", "scaleDown"));
    }

    private static void target(Field target) {
        object(target);
        Field version = target.at("apiVersion");
        List<String> parts = List.of(version.text().split("/", -1));
        if (parts.size() > 2) {
            version.invalid("unexpected GroupVersion string: " + version.text());
        } else if (parts.size() < 2 && !target.at("kind").text().equals("ReplicationController")) {
            version.invalid(version.text(), "apiVersion must specify API group");
        }
    }

    /** What a reference to an object says of it. */
    static void object(Field reference) {
        segment(reference.at("kind"));
        segment(reference.at("name"));
    }

    private static void segment(Field field) {
        if (field.blank()) {
            field.required("");
        } else {
            field.invalid(Names.pathSegment(field.text()));
        }
    }

    private static void behavior(Field rules) {
        if (rules.absent()) {
            return;
        }
        Field window = rules.at("stabilizationWindowSeconds");
        if (window.number(0) < 0) {
            window.invalid("must be greater than or equal to zero");
        } else if (window.number(0) > 3600) {
            window.invalid("must be less than or equal to 3600");
        }
        if (rules.at("selectPolicy").present()) {
            oneOf(rules.at("selectPolicy"), List.of("Disabled", "Max", "Min"));
        }
        if (rules.at("policies").size() == 0) {
            rules.at("policies").required("must specify at least one Policy");
        }
        for (Field policy : rules.at("policies").items()) {
            oneOf(policy.at("type"), List.of("Percent", "Pods"));
            positive(policy.at("value"));
            positive(policy.at("periodSeconds"));
            if (policy.at("periodSeconds").number(0) > 1800) {
                policy.at("periodSeconds").invalid("must be less than or equal to 1800");
            }
        }
    }

    private static void positive(Field number) {
        if (number.number(0) <= 0) {
            number.invalid(number.number(0), "must be greater than zero");
        }
    }

    static void oneOf(Field field, List<String> supported) {
        if (!supported.contains(field.text())) {
            field.notSupported(supported);
        }
    }
}
