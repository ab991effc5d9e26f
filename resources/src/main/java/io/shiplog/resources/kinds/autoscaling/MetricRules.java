package io.shiplog.resources.kinds.autoscaling;

import io.shiplog.resources.Field;
import io.shiplog.resources.kinds.pod.ResourceRules;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.quantity.Quantity;
import java.util.List;
import java.util.Map;

/** What an autoscaler may measure (upstream's {@code validateMetricSpec}, v1.34). */
final class MetricRules {
    private static final List<String> TYPES = List.of("ContainerResource", "External", "Object", "Pods", "Resource");
    private static final Map<String, String> MEMBERS = Map.of(
            "ContainerResource", "containerResource",
            "External", "external",
            "Object", "object",
            "Pods", "pods",
            "Resource", "resource");

    private MetricRules() {}

    static void metric(Field metric) {
        Field type = metric.at("type");
        if (type.blank()) {
            type.required("must specify a metric source type");
        }
        String member = MEMBERS.get(type.text());
        if (member == null) {
            type.notSupported(TYPES);
            return;
        }
        for (String other : MEMBERS.values().stream().sorted().toList()) {
            if (!other.equals(member) && metric.at(other).present()) {
                metric.at(other).forbidden("must populate the given metric source only");
            }
        }
        Field source = metric.at(member);
        if (source.absent()) {
            source.required("must populate information for the given metric source");
            return;
        }
        Field target = source.at("target");
        switch (type.text()) {
            case "Resource" -> {
                named(source.at("name"), "must specify a resource name");
                ofResource(target);
            }
            case "ContainerResource" -> {
                named(source.at("name"), "must specify a resource name");
                named(source.at("container"), "must specify a container");
                ofResource(target);
            }
            case "Pods" -> {
                identifier(source.at("metric"));
                values(target);
                if (isNotPositive(target.at("averageValue"))
                        || target.at("averageValue").absent()) {
                    target.at("averageValue").required("must specify a positive target averageValue");
                }
            }
            default -> {
                if (type.text().equals("Object")) {
                    AutoscalerRules.object(source.at("describedObject"));
                }
                identifier(source.at("metric"));
                values(target);
                either(target, type.text().equals("External"));
            }
        }
    }

    private static void ofResource(Field target) {
        values(target);
        boolean utilization = target.at("averageUtilization").present();
        boolean value = target.at("averageValue").present();
        if (!utilization && !value) {
            target.at("averageUtilization").required("must set either a target raw value or a target utilization");
        }
        if (utilization && value) {
            target.at("averageValue").forbidden("may not set both a target raw value and a target utilization");
        }
    }

    private static void either(Field target, boolean external) {
        boolean value = target.at("value").present();
        boolean average = target.at("averageValue").present();
        if (!value && !average) {
            target.at(external ? "value" : "averageValue")
                    .required(
                            external
                                    ? "must set either a target value for metric or a per-pod target"
                                    : "must set either a target value or averageValue");
        }
        if (external && value && average) {
            target.at("value").forbidden("may not set both a target value for metric and a per-pod target");
        }
    }

    private static void values(Field target) {
        Field type = target.at("type");
        if (type.blank()) {
            type.required("must specify a metric target type");
        } else if (!List.of("Utilization", "Value", "AverageValue").contains(type.text())) {
            type.invalid("must be either Utilization, Value, or AverageValue");
        }
        for (String member : List.of("value", "averageValue")) {
            if (isNotPositive(target.at(member))) {
                target.at(member).invalid("must be positive");
            }
        }
        Field utilization = target.at("averageUtilization");
        if (utilization.present() && utilization.number(0) < 1) {
            utilization.invalid("must be greater than 0");
        }
    }

    private static boolean isNotPositive(Field amount) {
        Quantity read = ResourceRules.read(amount);
        return read != null && read.signum() <= 0;
    }

    private static void identifier(Field metric) {
        Field name = metric.at("name");
        if (name.blank()) {
            name.required("must specify a metric name");
        } else {
            name.invalid(Names.pathSegment(name.text()));
        }
    }

    private static void named(Field field, String why) {
        if (field.blank()) {
            field.required(why);
        }
    }
}
