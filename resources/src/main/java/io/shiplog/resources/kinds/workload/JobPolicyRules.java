package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.kinds.workload.CompletionIndexes.Range;
import io.shiplog.resources.names.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a Job's policies about failed pods and about success may say (pkg/apis/batch/validation, v1.34). */
final class JobPolicyRules {
    private JobPolicyRules() {}

    static void failure(Field spec) {
        Field policy = spec.at("podFailurePolicy");
        if (policy.absent()) {
            return;
        }
        Set<String> containers = new HashSet<>();
        Field pod = spec.at("template", "spec");
        pod.at("initContainers")
                .items()
                .forEach(container -> containers.add(container.at("name").text()));
        pod.at("containers")
                .items()
                .forEach(container -> containers.add(container.at("name").text()));
        for (Field rule : policy.at("rules").items()) {
            if (rule.at("action").text().equals("FailIndex")
                    && spec.at("backoffLimitPerIndex").absent()) {
                rule.at("action").invalid("requires the backoffLimitPerIndex to be set");
            }
            boolean codes = rule.at("onExitCodes").present();
            List<Field> conditions = rule.at("onPodConditions").items();
            if (codes) {
                exitCodes(rule.at("onExitCodes"), containers);
            }
            conditions.forEach(JobPolicyRules::condition);
            if (codes == !conditions.isEmpty()) {
                rule.report(FieldError.invalidAsItIs(
                        rule.path(),
                        codes
                                ? "specifying both OnExitCodes and OnPodConditions is not supported"
                                : "specifying one of OnExitCodes and OnPodConditions is required"));
            }
        }
        Field replacement = spec.at("podReplacementPolicy");
        if (!replacement.blank() && !replacement.text().equals("Failed")) {
            replacement.notSupported(List.of("Failed"));
        }
    }

    private static void exitCodes(Field on, Set<String> containers) {
        Field container = on.at("containerName");
        if (container.present() && !containers.contains(container.text())) {
            container.invalid("must be one of the container or initContainer names in the pod template");
        }
        boolean in = on.at("operator").text().equals("In");
        Set<Long> seen = new HashSet<>();
        long last = Long.MIN_VALUE;
        boolean ordered = true;
        for (Field value : on.at("values").items()) {
            long code = value.number(0);
            if (in && code == 0) {
                value.invalid("must not be 0 for the In operator");
            }
            if (!seen.add(code)) {
                value.duplicate();
            }
            ordered &= code >= last;
            last = code;
        }
        if (!ordered) {
            on.at("values").invalid("must be ordered");
        }
        if (seen.isEmpty()) {
            on.at("values").invalid("at least one value is required");
        }
    }

    private static void condition(Field on) {
        on.at("type").invalid(Names.qualifiedName(on.at("type").text()));
        String status = on.at("status").text();
        if (!status.isEmpty() && !List.of("True", "False", "Unknown").contains(status)) {
            on.at("status").notSupported(List.of("False", "True", "Unknown"));
        }
    }

    static void success(Field spec) {
        Field policy = spec.at("successPolicy");
        if (policy.absent() || !JobRules.isIndexed(spec)) {
            return;
        }
        if (policy.at("rules").size() == 0) {
            policy.at("rules").required("at least one rules must be specified when the successPolicy is specified");
        }
        long completions = spec.at("completions").number(0);
        for (Field rule : policy.at("rules").items()) {
            Field indexes = rule.at("succeededIndexes");
            Field count = rule.at("succeededCount");
            if (indexes.absent() && count.absent()) {
                rule.required("at least one of succeededCount or succeededIndexes must be specified");
            }
            long named = completions;
            if (indexes.present()) {
                named = indexes(indexes, completions);
            }
            count.notNegative();
            if (count.number(0) > completions) {
                count.invalid(
                        "must be less than or equal to " + completions + " (the number of specified completions)");
            } else if (named >= 0 && count.number(0) > named) {
                count.invalid("must be less than or equal to " + named
                        + " (the number of indexes in the specified succeededIndexes field)");
            }
        }
    }

    /** How many indexes are named; -1 when what is there is no list of them. */
    private static long indexes(Field indexes, long completions) {
        if (indexes.text().isEmpty()) {
            return 0;
        }
        long named = 0;
        long previous = -1;
        for (String part : indexes.text().split(",", -1)) {
            var ends = new ArrayList<Long>();
            for (String end : part.split("-", -1)) {
                String fault = ends.size() == 2 || !end.matches("[0-9]{1,10}")
                        ? "cannot convert string to integer for index: \"" + part + "\""
                        : Long.parseLong(end) >= completions
                                ? "too large index: \"" + end + "\""
                                : Long.parseLong(end) <= previous
                                        ? "non-increasing order, previous: " + previous + ", current: " + end
                                        : "";
                if (!fault.isEmpty()) {
                    indexes.invalid("error parsing succeededIndexes: " + fault);
                    return -1;
                }
                previous = Long.parseLong(end);
                ends.add(previous);
            }
            named += new Range((int) (long) ends.getFirst(), (int) previous).size();
        }
        return named;
    }
}
