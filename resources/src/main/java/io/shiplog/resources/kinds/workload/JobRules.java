package io.shiplog.resources.kinds.workload;

import static io.shiplog.resources.validation.Changes.same;
import static io.shiplog.resources.validation.Changes.unchanged;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.kinds.pod.PodSpecRules;
import io.shiplog.resources.names.Names;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a Job may say (pkg/apis/batch/validation, v1.34). */
final class JobRules {
    /** What there may be at once, and at all, without further limits. */
    private static final int MOST = 100_000;

    /** What may run or fail of an Indexed Job with more completions than that and limits per index. */
    private static final int MOST_OF_MANY = 10_000;

    private static final String INDEXED = "requires indexed completion mode";

    private JobRules() {}

    static void job(Field root) {
        Field spec = root.at("spec");
        if (!spec.at("manualSelector").isTrue()) {
            generated(spec.at("selector"));
        }
        spec(spec);
        if (spec.at("selector").absent()) {
            spec.at("selector").required("");
        }
        WorkloadRules.labelsMatch(spec.at("selector"), spec.at("template"));
        if (isIndexed(spec) && spec.at("completions").number(0) > 0) {
            Field name = root.at("metadata", "name");
            String host = name.text() + "-" + (spec.at("completions").number(0) - 1);
            if (!Names.dns1123Label(host).isEmpty()) {
                name.invalid("will not able to create pod with invalid DNS label: " + host);
            }
        }
    }

    private static void generated(Field selector) {
        boolean alone = selector.at("matchLabels").size() == 1
                && selector.at("matchLabels").has(JobMarks.CONTROLLER_UID)
                && selector.at("matchExpressions").size() == 0;
        if (selector.present() && !alone) {
            selector.invalid("`selector` not auto-generated");
        }
    }

    /** What a Job and a CronJob's template have in common. */
    static void spec(Field spec) {
        for (String number : List.of(
                "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished")) {
            spec.at(number).notNegative();
        }
        limitsPerIndex(spec);
        managedBy(spec.at("managedBy"));
        if (isIndexed(spec)) {
            indexed(spec);
        } else {
            for (String member : List.of("backoffLimitPerIndex", "successPolicy", "maxFailedIndexes")) {
                if (spec.at(member).present()) {
                    spec.at(member).invalid(INDEXED);
                }
            }
        }
        JobPolicyRules.failure(spec);
        JobPolicyRules.success(spec);
        PodSpecRules.template(spec.at("template"));
        restarts(spec);
    }

    static boolean isIndexed(Field spec) {
        return spec.at("completionMode").text().equals("Indexed");
    }

    private static void limitsPerIndex(Field spec) {
        spec.at("backoffLimitPerIndex").notNegative();
        Field most = spec.at("maxFailedIndexes");
        if (most.present()) {
            most.notNegative();
            if (most.number(0) > spec.at("completions").number(Integer.MAX_VALUE)) {
                most.invalid("must be less than or equal to completions");
            }
            if (spec.at("backoffLimitPerIndex").absent()) {
                spec.at("backoffLimitPerIndex").required("when maxFailedIndexes is specified");
            }
        }
    }

    private static void managedBy(Field manager) {
        if (manager.present()) {
            String name = manager.text();
            int slash = name.indexOf('/');
            if (slash <= 0
                    || slash == name.length() - 1
                    || !Names.dns1123Subdomain(name.substring(0, slash)).isEmpty()) {
                manager.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
            }
            if (name.length() > 63) {
                manager.report(FieldError.tooLong(manager.path(), 63));
            }
        }
    }

    private static void indexed(Field spec) {
        Field completions = spec.at("completions");
        Field parallelism = spec.at("parallelism");
        if (completions.absent()) {
            completions.required("when completion mode is Indexed");
        }
        if (parallelism.number(0) > MOST) {
            parallelism.invalid("must be less than or equal to " + MOST + " when completion mode is Indexed");
        }
        if (completions.number(0) > MOST && spec.at("backoffLimitPerIndex").present()) {
            Field failed = spec.at("maxFailedIndexes");
            if (failed.absent()) {
                failed.required("must be specified when completions is above " + MOST);
            }
            for (Field number : List.of(parallelism, failed)) {
                if (number.number(0) > MOST_OF_MANY) {
                    number.invalid("must be less than or equal to " + MOST_OF_MANY + " when completions are above "
                            + MOST + " and used with backoff limit per index");
                }
            }
        }
    }

    private static void restarts(Field spec) {
        Field restart = spec.at("template", "spec", "restartPolicy");
        if (restart.text().equals("Always")) {
            restart.report(FieldError.required(restart.path(), "valid values: \"OnFailure\", \"Never\""));
        } else if (spec.at("podFailurePolicy").present() && !restart.text().equals("Never")) {
            restart.invalid("only \"Never\" is supported when podFailurePolicy is specified");
        }
    }

    /** What may change of a Job. */
    static void changes(Field root, ObjectNode old) {
        Field spec = root.at("spec");
        completions(spec, old.path("spec"));
        unchanged(spec.at("selector"), old.at("/spec/selector"));
        template(spec.at("template"), old);
        for (String member :
                List.of("completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy")) {
            unchanged(spec.at(member), old.path("spec").path(member));
        }
        if (!same(root.at("status").value(), old.path("status"))) {
            status(root.at("status"), old.path("status"));
        }
    }

    /** An Indexed Job is elastic: completions and parallelism may change together. */
    private static void completions(Field spec, JsonNode old) {
        Field completions = spec.at("completions");
        if (same(completions.value(), old.path("completions"))) {
            return;
        }
        if (!isIndexed(spec) || completions.absent() || old.path("completions").isMissingNode()) {
            unchanged(completions, old.path("completions"));
        } else if (completions.number(0) != spec.at("parallelism").number(0)) {
            completions.invalid("can only be modified in tandem with spec.parallelism");
        }
    }

    /** Of a suspended Job that has never started, where its pods may go can still be chosen (KEP-2926). */
    private static void template(Field template, ObjectNode old) {
        JsonNode was = old.at("/spec/template");
        boolean suspended = old.at("/spec/suspend").asBoolean(false);
        if (suspended && old.at("/status/startTime").isMissingNode()) {
            if (!same(placed(was, template.value()), template.value())) {
                template.invalid("field is immutable");
            }
        } else {
            unchanged(template, was);
        }
    }

    /** The old template with what the new one says of where its pods go, and of their labels and annotations. */
    private static JsonNode placed(JsonNode old, JsonNode wanted) {
        if (!(old.deepCopy() instanceof ObjectNode template)) {
            return old;
        }
        put(template, wanted, "metadata", "labels");
        put(template, wanted, "metadata", "annotations");
        for (String member : List.of("nodeSelector", "tolerations", "schedulingGates")) {
            put(template, wanted, "spec", member);
        }
        JsonNode affinity = wanted.path("spec").path("affinity");
        JsonNode oldAffinity = old.path("spec").path("affinity");
        if (same(affinity.path("podAffinity"), oldAffinity.path("podAffinity"))
                && same(affinity.path("podAntiAffinity"), oldAffinity.path("podAntiAffinity"))) {
            put(template, wanted, "spec", "affinity");
        }
        return template;
    }

    private static void put(ObjectNode template, JsonNode wanted, String part, String member) {
        JsonNode value = wanted.path(part).get(member);
        if (value != null) {
            template.withObject(part).set(member, value.deepCopy());
        } else if (template.get(part) instanceof ObjectNode object) {
            object.remove(member);
        }
    }

    /** What whoever writes the status has to keep to, such as the controller that {@code managedBy} names. */
    private static void status(Field status, JsonNode old) {
        for (String number : List.of("active", "ready", "succeeded", "failed", "terminating")) {
            status.at(number).notNegative();
        }
        if (status.at("ready").number(0) > Math.max(0, status.at("active").number(0))) {
            status.at("ready").invalid("cannot set more ready pods than active");
        }
        boolean complete = isTrue(status, "Complete");
        Field completed = status.at("completionTime");
        if (complete && completed.absent()) {
            completed.required("completionTime is required for Complete jobs");
        } else if (!complete && completed.present()) {
            completed.invalid("cannot set completionTime when there is no Complete=True condition");
        }
        if (complete && !isTrue(status, "SuccessCriteriaMet") && !wasTrue(old, "Complete")) {
            status.at("conditions")
                    .report(FieldError.invalidAsItIs(
                            status.at("conditions").path(),
                            "cannot set Complete=True condition without the SuccessCriteriaMet=true condition"));
        }
        if ((complete || isTrue(status, "Failed")) && status.at("startTime").absent()) {
            status.at("startTime").required("startTime is required for finished job");
        }
    }

    private static boolean isTrue(Field status, String type) {
        return wasTrue(status.value(), type);
    }

    private static boolean wasTrue(JsonNode status, String type) {
        ObjectNode condition = StatusConditions.find(status, type);
        return condition != null && condition.path("status").asString("").equals("True");
    }
}
