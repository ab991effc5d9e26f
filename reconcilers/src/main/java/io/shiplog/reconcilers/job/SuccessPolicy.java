package io.shiplog.reconcilers.job;

import io.shiplog.reconcilers.job.JobConditions.Ending;
import io.shiplog.resources.kinds.workload.CompletionIndexes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which indexes are enough for an Indexed Job to succeed: {@code spec.successPolicy} (KEP-3998; pkg/controller/job's
 * {@code matchSuccessPolicy}, v1.34).
 */
record SuccessPolicy(List<Rule> rules) {

    /**
     * One rule.
     *
     * @param indexes of which indexes; null for any
     * @param count how many of them; null for all
     */
    record Rule(
            @Nullable CompletionIndexes indexes, @Nullable Integer count) {
        private boolean isMet(CompletionIndexes succeeded) {
            if (indexes == null) {
                return count != null && succeeded.size() >= count;
            }
            return indexes.common(succeeded) >= (count == null ? indexes.size() : count);
        }
    }

    SuccessPolicy {
        rules = List.copyOf(rules);
    }

    static SuccessPolicy read(JsonNode policy, JobSpec.Amount amount) {
        var rules = new ArrayList<Rule>();
        Integer completions = amount.completions();
        if (amount.indexed() && completions != null) {
            for (JsonNode rule : policy.path("rules")) {
                JsonNode indexes = rule.path("succeededIndexes");
                JsonNode count = rule.path("succeededCount");
                rules.add(new Rule(
                        indexes.isString() ? CompletionIndexes.parse(indexes.asString(""), completions) : null,
                        count.isNumber() ? count.asInt() : null));
            }
        }
        return new SuccessPolicy(rules);
    }

    /** The success that these indexes are, null when they are not enough. */
    @Nullable
    Ending ending(CompletionIndexes succeeded) {
        for (int index = 0; index < rules.size(); index++) {
            if (rules.get(index).isMet(succeeded)) {
                return Ending.success("SuccessPolicy", "Matched rules at index " + index);
            }
        }
        return null;
    }
}
