package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Rules of a StatefulSet's specification (pkg/apis/apps/validation, v1.34). */
final class StatefulSetRules {
    private StatefulSetRules() {}

    static void check(Field spec) {
        strategy(spec.at("updateStrategy"));
        Field retention = spec.at("persistentVolumeClaimRetentionPolicy");
        for (String when : List.of("whenDeleted", "whenScaled")) {
            retained(retention.at(when));
        }
        spec.at("replicas").notNegative();
        spec.at("minReadySeconds").notNegative();
        spec.at("revisionHistoryLimit").notNegative();
        spec.at("ordinals", "start").notNegative();
        WorkloadRules.selected(spec, "statefulset", claims(spec));
    }

    /** What belongs to a feature that v1.34 has off by default, MaxUnavailableStatefulSet, is dropped. */
    static void created(ObjectNode set) {
        if (set.at("/spec/updateStrategy/rollingUpdate") instanceof ObjectNode rolling) {
            rolling.remove("maxUnavailable");
        }
    }

    private static void strategy(Field strategy) {
        Field type = strategy.at("type");
        Field rolling = strategy.at("rollingUpdate");
        switch (type.text()) {
            case "" -> type.required("");
            case "OnDelete" -> {
                if (rolling.present()) {
                    rolling.invalid("only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> rolling.at("partition").notNegative();
            default -> {}
        }
    }

    private static void retained(Field policy) {
        if (policy.present() && !List.of("Retain", "Delete").contains(policy.text())) {
            policy.notSupported(List.of("Delete", "Retain"));
        }
    }

    /** A template's name is the name of a volume in each pod. */
    private static Map<String, Field> claims(Field spec) {
        Map<String, Field> claims = new HashMap<>();
        for (Field claim : spec.at("volumeClaimTemplates").items()) {
            claims.put(claim.at("metadata", "name").text(), claim);
        }
        return claims;
    }
}
