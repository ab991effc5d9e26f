package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.defaults.Fill;
import io.shiplog.resources.kinds.pod.PodDefaults;
import io.shiplog.resources.kinds.storage.StorageDefaults;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into the specs of the kinds that run pods. */
public final class WorkloadDefaults {
    private WorkloadDefaults() {}

    public static void deployment(ObjectNode deployment) {
        ObjectNode spec = Fill.object(deployment, "spec");
        Fill.number(spec, "replicas", 1);
        ObjectNode strategy = Fill.object(spec, "strategy");
        Fill.text(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asString("").equals("RollingUpdate")) {
            ObjectNode rolling = Fill.object(strategy, "rollingUpdate");
            Fill.text(rolling, "maxUnavailable", "25%");
            Fill.text(rolling, "maxSurge", "25%");
        }
        Fill.number(spec, "revisionHistoryLimit", 10);
        Fill.number(spec, "progressDeadlineSeconds", 600);
        PodDefaults.template(spec);
    }

    public static void replicaSet(ObjectNode replicaSet) {
        ObjectNode spec = Fill.object(replicaSet, "spec");
        Fill.number(spec, "replicas", 1);
        PodDefaults.template(spec);
    }

    /** The oldest workload: its selector and its own labels come from the template's labels. */
    public static void replicationController(ObjectNode controller) {
        ObjectNode spec = Fill.object(controller, "spec");
        Fill.number(spec, "replicas", 1);
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (labels.isObject() && !labels.isEmpty()) {
            if (spec.path("selector").isEmpty()) {
                spec.set("selector", labels.deepCopy());
            }
            ObjectNode metadata = Fill.object(controller, "metadata");
            if (metadata.path("labels").isEmpty()) {
                metadata.set("labels", labels.deepCopy());
            }
        }
        // Here alone the template is optional by its type: validation asks for it.
        if (spec.has("template")) {
            PodDefaults.template(spec);
        }
    }

    public static void daemonSet(ObjectNode daemonSet) {
        ObjectNode spec = Fill.object(daemonSet, "spec");
        ObjectNode strategy = Fill.object(spec, "updateStrategy");
        Fill.text(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asString("").equals("RollingUpdate")) {
            ObjectNode rolling = Fill.object(strategy, "rollingUpdate");
            Fill.number(rolling, "maxUnavailable", 1);
            Fill.number(rolling, "maxSurge", 0);
        }
        Fill.number(spec, "revisionHistoryLimit", 10);
        PodDefaults.template(spec);
    }

    public static void statefulSet(ObjectNode statefulSet) {
        ObjectNode spec = Fill.object(statefulSet, "spec");
        Fill.number(spec, "replicas", 1);
        Fill.text(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Fill.object(spec, "updateStrategy");
        if (Fill.isAbsent(strategy, "type")) {
            strategy.put("type", "RollingUpdate");
            Fill.object(strategy, "rollingUpdate");
        }
        if (strategy.path("type").asString("").equals("RollingUpdate")) {
            Fill.in(strategy, "rollingUpdate", rolling -> Fill.number(rolling, "partition", 0));
        }
        ObjectNode retention = Fill.object(spec, "persistentVolumeClaimRetentionPolicy");
        Fill.text(retention, "whenDeleted", "Retain");
        Fill.text(retention, "whenScaled", "Retain");
        Fill.number(spec, "revisionHistoryLimit", 10);
        Fill.each(spec, "volumeClaimTemplates", claim -> {
            Fill.text(claim, "kind", "PersistentVolumeClaim");
            Fill.text(claim, "apiVersion", "v1");
            StorageDefaults.claim(claim);
            Fill.node(claim, "status", JsonNodeFactory.instance.objectNode().put("phase", "Pending"));
        });
        PodDefaults.template(spec);
    }

    public static void job(ObjectNode job) {
        ObjectNode spec = Fill.object(job, "spec");
        jobSpec(spec);
        Fill.bool(spec, "suspend", false);
        Fill.bool(spec, "manualSelector", false);
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        ObjectNode metadata = Fill.object(job, "metadata");
        if (!labels.isEmpty() && metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }

    public static void cronJob(ObjectNode cronJob) {
        ObjectNode spec = Fill.object(cronJob, "spec");
        Fill.text(spec, "concurrencyPolicy", "Allow");
        Fill.bool(spec, "suspend", false);
        Fill.number(spec, "successfulJobsHistoryLimit", 3);
        Fill.number(spec, "failedJobsHistoryLimit", 1);
        ObjectNode template = Fill.object(spec, "jobTemplate");
        Fill.object(template, "metadata");
        failurePolicy(Fill.object(template, "spec"));
        PodDefaults.template(Fill.object(template, "spec"));
    }

    private static void jobSpec(ObjectNode spec) {
        if (Fill.isAbsent(spec, "completions") && Fill.isAbsent(spec, "parallelism")) {
            spec.put("completions", 1).put("parallelism", 1);
        }
        Fill.number(spec, "parallelism", 1);
        boolean perIndex = spec.has("backoffLimitPerIndex");
        Fill.number(spec, "backoffLimit", perIndex ? Integer.MAX_VALUE : 6);
        Fill.text(spec, "completionMode", "NonIndexed");
        Fill.text(spec, "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        failurePolicy(spec);
        PodDefaults.template(spec);
    }

    private static void failurePolicy(ObjectNode spec) {
        Fill.in(
                spec,
                "podFailurePolicy",
                policy -> Fill.each(
                        policy,
                        "rules",
                        rule -> Fill.each(
                                rule, "onPodConditions", condition -> Fill.text(condition, "status", "True"))));
    }
}
