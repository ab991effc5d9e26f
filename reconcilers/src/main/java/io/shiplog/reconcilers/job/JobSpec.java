package io.shiplog.reconcilers.job;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.workload.JobMarks;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Job as its controller reads it, once per version.
 *
 * @param selector which pods are its own
 * @param ours whether the cluster's own controller looks after it: {@code spec.managedBy}
 * @param finished whether its status says Complete or Failed: nothing about it changes any more
 */
record JobSpec(
        Amount amount, Limits limits, Policies policies, LabelSelector selector, boolean ours, boolean finished) {
    private static final Decoder<JobSpec> DECODER = new Decoder<>(JobSpec.class, JobSpec::read);

    /**
     * How many pods are to succeed, and how many run at once.
     *
     * @param completions null for a work queue, which is done when its pods say so
     * @param indexed whether each completion has an index of its own
     */
    record Amount(int parallelism, @Nullable Integer completions, boolean indexed, boolean suspended) {}

    /** What is too much. Null: there is no such limit. */
    record Limits(
            int failures,
            @Nullable Integer failuresPerIndex,
            @Nullable Integer failedIndexes,
            @Nullable Long activeSeconds) {}

    /**
     * @param replacesFailedOnly whether a pod that is being deleted is replaced only when it has ended
     * @param restartsInPlace whether the kubelet restarts failed containers
     */
    record Policies(
            FailurePolicy failure, SuccessPolicy success, boolean replacesFailedOnly, boolean restartsInPlace) {}

    static JobSpec of(StoredObject job) {
        return job.facts(DECODER);
    }

    private static JobSpec read(byte[] json) {
        JsonNode job = Json.parse(json);
        JsonNode spec = job.path("spec");
        var amount = new Amount(
                spec.path("parallelism").asInt(1),
                whole(spec.path("completions")),
                spec.path("completionMode").asString("").equals("Indexed"),
                spec.path("suspend").asBoolean(false));
        JsonNode deadline = spec.path("activeDeadlineSeconds");
        var limits = new Limits(
                spec.path("backoffLimit").asInt(6),
                amount.indexed() ? whole(spec.path("backoffLimitPerIndex")) : null,
                whole(spec.path("maxFailedIndexes")),
                deadline.isNumber() ? deadline.asLong() : null);
        var policies = new Policies(
                FailurePolicy.read(spec.path("podFailurePolicy")),
                SuccessPolicy.read(spec.path("successPolicy"), amount),
                spec.path("podReplacementPolicy").asString("").equals("Failed"),
                spec.path("template")
                        .path("spec")
                        .path("restartPolicy")
                        .asString("")
                        .equals("OnFailure"));
        String manager = spec.path("managedBy").asString("");
        LabelSelector selector = LabelSelectors.of(spec.get("selector"));
        return new JobSpec(
                amount,
                limits,
                policies,
                // Validation asks for a selector; without one it must never mean every pod.
                selector.isEverything() ? LabelSelector.NOTHING : selector,
                manager.isEmpty() || manager.equals(JobMarks.CONTROLLER),
                JobConditions.isFinished(job.path("status")));
    }

    private static @Nullable Integer whole(JsonNode number) {
        return number.isNumber() ? number.asInt() : null;
    }

    /** How many completions there are to be: no limit for a work queue. */
    int completions() {
        Integer completions = amount.completions();
        return completions == null ? Integer.MAX_VALUE : completions;
    }

    boolean limitsIndexes() {
        return limits.failuresPerIndex() != null;
    }
}
