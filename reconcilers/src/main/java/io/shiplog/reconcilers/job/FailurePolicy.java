package io.shiplog.reconcilers.job;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a Job does about a failed pod by how it failed: {@code spec.podFailurePolicy} (KEP-3329; pkg/controller/job's
 * {@code matchPodFailurePolicy}, v1.34). The first rule that matches decides.
 *
 * @param present whether the Job has such a policy; without one every failure counts
 */
record FailurePolicy(boolean present, List<Rule> rules) {
    static final FailurePolicy NONE = new FailurePolicy(false, List.of());

    /** What a rule asks for. */
    enum Action {
        FAIL_JOB,
        FAIL_INDEX,
        COUNT,
        IGNORE
    }

    /** One rule: either about exit codes or about conditions. */
    record Rule(Action action, When when) {}

    /** What a pod must look like for a rule to match it. */
    sealed interface When {}

    /**
     * A container ended with one of these codes, or with another one; never with 0.
     *
     * @param container empty for any
     */
    record ExitCodes(String container, boolean in, Set<Integer> codes) implements When {
        ExitCodes {
            codes = Set.copyOf(codes);
        }
    }

    /** The pod has one of these conditions. */
    record Conditions(List<Pattern> patterns) implements When {
        Conditions {
            patterns = List.copyOf(patterns);
        }
    }

    record Pattern(String type, String status) {}

    /**
     * What to do about one pod.
     *
     * @param message why the whole Job fails; empty unless that is to be done
     */
    record Ruling(Action action, String message) {
        private static final Ruling COUNTS = new Ruling(Action.COUNT, "");

        /** Whether the failure counts against the Job's limits. */
        boolean counts() {
            return action != Action.IGNORE;
        }
    }

    FailurePolicy {
        rules = List.copyOf(rules);
    }

    static FailurePolicy read(JsonNode policy) {
        if (!policy.isObject()) {
            return NONE;
        }
        var rules = new ArrayList<Rule>();
        for (JsonNode rule : policy.path("rules")) {
            Action action = switch (rule.path("action").asString("")) {
                case "FailJob" -> Action.FAIL_JOB;
                case "FailIndex" -> Action.FAIL_INDEX;
                case "Ignore" -> Action.IGNORE;
                default -> Action.COUNT;
            };
            rules.add(new Rule(action, rule.has("onExitCodes") ? exitCodes(rule) : conditions(rule)));
        }
        return new FailurePolicy(true, rules);
    }

    private static When exitCodes(JsonNode rule) {
        JsonNode on = rule.path("onExitCodes");
        Set<Integer> codes = new TreeSet<>();
        on.path("values").forEach(code -> codes.add(code.asInt(0)));
        return new ExitCodes(
                on.path("containerName").asString(""),
                on.path("operator").asString("").equals("In"),
                codes);
    }

    private static When conditions(JsonNode rule) {
        var patterns = new ArrayList<Pattern>();
        for (JsonNode on : rule.path("onPodConditions")) {
            patterns.add(
                    new Pattern(on.path("type").asString(""), on.path("status").asString("True")));
        }
        return new Conditions(patterns);
    }

    /** What to do about a failed pod. */
    Ruling of(StoredObject pod) {
        if (rules.isEmpty()) {
            return Ruling.COUNTS;
        }
        JsonNode status = Json.parse(pod.json()).path("status");
        for (int index = 0; index < rules.size(); index++) {
            Rule rule = rules.get(index);
            String what = matched(rule.when(), status, pod);
            if (what != null) {
                boolean whole = rule.action() == Action.FAIL_JOB;
                return new Ruling(rule.action(), whole ? what + " matching FailJob rule at index " + index : "");
            }
        }
        return Ruling.COUNTS;
    }

    private static @Nullable String matched(When when, JsonNode status, StoredObject pod) {
        return switch (when) {
            case ExitCodes codes -> {
                String container = matched(codes, status.path("containerStatuses"), pod);
                yield container == null ? matched(codes, status.path("initContainerStatuses"), pod) : container;
            }
            case Conditions(List<Pattern> patterns) -> {
                for (JsonNode condition : status.path("conditions")) {
                    var found = new Pattern(
                            condition.path("type").asString(""),
                            condition.path("status").asString(""));
                    if (patterns.contains(found)) {
                        yield "Pod " + pod.key() + " has condition " + found.type();
                    }
                }
                yield null;
            }
        };
    }

    private static @Nullable String matched(ExitCodes when, JsonNode statuses, StoredObject pod) {
        for (JsonNode status : statuses) {
            String name = status.path("name").asString("");
            int code = status.path("state").path("terminated").path("exitCode").asInt(0);
            boolean concerned = when.container().isEmpty() || when.container().equals(name);
            if (concerned && code != 0 && when.codes().contains(code) == when.in()) {
                return "Container " + name + " for pod " + pod.key() + " failed with exit code " + code;
            }
        }
        return null;
    }
}
