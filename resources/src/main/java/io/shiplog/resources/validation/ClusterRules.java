package io.shiplog.resources.validation;

import io.shiplog.resources.admission.SystemPriorities;
import io.shiplog.resources.names.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of nodes, events, disruption budgets and priorities. */
final class ClusterRules {
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final long MAX_USER_PRIORITY = 1_000_000_000;

    private ClusterRules() {}

    static void node(Field spec) {
        Set<String> seen = new HashSet<>();
        for (Field taint : spec.at("taints").items()) {
            taint.at("key").invalid(Names.qualifiedName(taint.at("key").text()));
            taint.at("value").invalid(Names.labelValue(taint.at("value").text()));
            if (taint.at("effect").blank()) {
                taint.at("effect").required("");
            } else {
                PodSpecRules.choice(taint.at("effect"), EFFECTS);
            }
            if (!seen.add(taint.at("key").text() + ":" + taint.at("effect").text())) {
                taint.duplicate(taint.value());
            }
        }
    }

    static void event(Field root) {
        String about = root.at("involvedObject", "namespace").text();
        String namespace = root.at("metadata", "namespace").text();
        boolean clusterWide = about.isEmpty() && (namespace.equals("default") || namespace.equals("kube-system"));
        if (!about.equals(namespace) && !clusterWide) {
            root.at("involvedObject", "namespace").invalid("does not match event.namespace");
        }
    }

    static void disruptionBudget(Field spec) {
        Field available = spec.at("minAvailable");
        Field unavailable = spec.at("maxUnavailable");
        if (available.present() && unavailable.present()) {
            spec.invalid("minAvailable and maxUnavailable cannot be both set");
        }
        DeploymentRules.share(available);
        DeploymentRules.share(unavailable);
        WorkloadRules.labelSelector(spec.at("selector"));
    }

    static void priorityClass(Field root) {
        Field value = root.at("value");
        String name = root.at("metadata", "name").text();
        if (name.startsWith(SystemPriorities.PREFIX)) {
            String problem = systemClassProblem(
                    name, value.number(0), root.at("globalDefault").value().asBoolean(false));
            if (!problem.isEmpty()) {
                root.at("metadata", "name")
                        .forbidden(
                                "priority class names with 'system-' prefix are reserved for system use only. error: "
                                        + problem);
            }
        } else if (value.number(0) > MAX_USER_PRIORITY) {
            value.forbidden("maximum allowed value of a user defined priority is " + MAX_USER_PRIORITY);
        }
    }

    private static String systemClassProblem(String name, long value, boolean globalDefault) {
        Integer known = SystemPriorities.VALUES.get(name);
        if (known == null) {
            return name + " is not a known system priority class";
        }
        if (known != value) {
            return "value of " + name + " PriorityClass must be " + known;
        }
        return globalDefault ? "globalDefault of " + name + " PriorityClass must be false" : "";
    }
}
