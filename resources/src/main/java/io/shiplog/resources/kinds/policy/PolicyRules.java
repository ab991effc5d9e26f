package io.shiplog.resources.kinds.policy;

import io.shiplog.resources.Field;
import io.shiplog.resources.kinds.workload.DeploymentRules;
import io.shiplog.resources.kinds.workload.WorkloadRules;

/** The rules of disruption budgets and priorities. */
public final class PolicyRules {
    private static final long MAX_USER_PRIORITY = 1_000_000_000;

    private PolicyRules() {}

    public static void disruptionBudget(Field spec) {
        Field available = spec.at("minAvailable");
        Field unavailable = spec.at("maxUnavailable");
        if (available.present() && unavailable.present()) {
            spec.invalid("minAvailable and maxUnavailable cannot be both set");
        }
        DeploymentRules.share(available);
        DeploymentRules.share(unavailable);
        WorkloadRules.labelSelector(spec.at("selector"));
    }

    public static void priorityClass(Field root) {
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
