package io.shiplog.cel.rules;

import io.shiplog.cel.cost.Range;
import io.shiplog.cel.cost.SizeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sizes of what a rule looks at, as the schema bounds them. */
record SchemaSizes(RuleType root) implements SizeSource {
    @Override
    public @Nullable Range size(List<String> path) {
        if (path.isEmpty()) {
            return null;
        }
        RuleType at = root;
        for (String step : path.subList(1, path.size())) {
            if (step.equals("@keys") && at.shape() == RuleType.Shape.MAP) {
                // A key is bounded by nothing that its schema says.
                return new Range(0, 0);
            }
            RuleType.Member member = at.members().get(step);
            RuleType next = step.equals("@items") || step.equals("@values")
                    ? at.element()
                    : member == null ? null : member.type();
            if (next == null) {
                return null;
            }
            at = next;
        }
        return new Range(0, at.maxElements());
    }
}
