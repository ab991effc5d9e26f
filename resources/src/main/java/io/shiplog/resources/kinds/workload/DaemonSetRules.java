package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.JsonEquality;
import io.shiplog.resources.json.Members;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Rules of a DaemonSet (pkg/apis/apps/validation and pkg/registry/apps/daemonset, v1.34). */
public final class DaemonSetRules {
    /** Counts the templates, from before revisions had hashes; kept in an annotation since apps/v1. */
    public static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

    private DaemonSetRules() {}

    static void check(Field spec) {
        WorkloadRules.selected(spec, "daemonset");
        Field strategy = spec.at("updateStrategy");
        switch (strategy.at("type").text()) {
            case "OnDelete" -> {}
            case "RollingUpdate" -> rolling(strategy.at("rollingUpdate"));
            default -> strategy.at("type").notSupported(List.of("OnDelete", "RollingUpdate"));
        }
        spec.at("minReadySeconds").notNegative();
        spec.at("revisionHistoryLimit").notNegative();
    }

    private static void rolling(Field rolling) {
        Field unavailable = rolling.at("maxUnavailable");
        Field surge = rolling.at("maxSurge");
        DeploymentRules.share(unavailable);
        DeploymentRules.share(surge);
        for (Field share : List.of(unavailable, surge)) {
            if (DeploymentRules.percent(share) > 100) {
                share.invalid("must not be greater than 100%");
            }
        }
        boolean noneUnavailable = DeploymentRules.isZero(unavailable);
        boolean noneMore = DeploymentRules.isZero(surge);
        if (noneUnavailable && noneMore) {
            unavailable.invalid("cannot be 0 when maxSurge is 0");
        } else if (!noneUnavailable && surge.present() && !noneMore) {
            surge.invalid("may not be set when maxUnavailable is non-zero");
        }
    }

    static void created(ObjectNode daemonSet) {
        annotate(daemonSet, 1);
    }

    static void updated(ObjectNode daemonSet, ObjectNode old) {
        long before = Math.max(1, generation(old));
        boolean same = JsonEquality.equal(daemonSet.at("/spec/template"), old.at("/spec/template"));
        annotate(daemonSet, same ? before : before + 1);
    }

    private static long generation(ObjectNode daemonSet) {
        String text = daemonSet
                .path("metadata")
                .path("annotations")
                .path(TEMPLATE_GENERATION)
                .asString("");
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            // Anyone may write an annotation: what is no number counts from the start.
            return 0;
        }
    }

    private static void annotate(ObjectNode daemonSet, long generation) {
        Members.object(Members.object(daemonSet, "metadata"), "annotations")
                .put(TEMPLATE_GENERATION, Long.toString(generation));
    }
}
