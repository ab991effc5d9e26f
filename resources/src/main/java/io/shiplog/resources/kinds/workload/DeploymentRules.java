package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;

/** Rules of a Deployment's specification. */
public final class DeploymentRules {
    private DeploymentRules() {}

    public static void check(Field spec) {
        spec.at("replicas").notNegative();
        WorkloadRules.selected(spec, "deployment");
        strategy(spec.at("strategy"));
        spec.at("minReadySeconds").notNegative();
        spec.at("revisionHistoryLimit").notNegative();
        Field deadline = spec.at("progressDeadlineSeconds");
        deadline.notNegative();
        if (deadline.present()
                && deadline.number(0) <= spec.at("minReadySeconds").number(0)) {
            deadline.invalid("must be greater than minReadySeconds");
        }
    }

    private static void strategy(Field strategy) {
        Field rolling = strategy.at("rollingUpdate");
        switch (strategy.at("type").text()) {
            case "Recreate" -> {
                if (rolling.present()) {
                    rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                Field unavailable = rolling.at("maxUnavailable");
                share(unavailable);
                share(rolling.at("maxSurge"));
                if (isZero(unavailable) && isZero(rolling.at("maxSurge"))) {
                    unavailable.invalid("may not be 0 when `maxSurge` is 0");
                }
                if (percent(unavailable) > 100) {
                    unavailable.invalid("must not be greater than 100%");
                }
            }
            default -> {}
        }
    }

    /** A number of pods, or a share of them in percent. */
    public static void share(Field field) {
        if (field.value().isString()) {
            field.invalid(Names.percent(field.text()));
        } else {
            field.notNegative();
        }
    }

    static boolean isZero(Field field) {
        return field.present() && (field.value().isNumber() ? field.number(1) == 0 : percent(field) == 0);
    }

    static int percent(Field field) {
        String text = field.value().isString() ? field.text() : "";
        return Names.isPercent(text) && text.length() < 8 ? Integer.parseInt(text.substring(0, text.length() - 1)) : -1;
    }
}
