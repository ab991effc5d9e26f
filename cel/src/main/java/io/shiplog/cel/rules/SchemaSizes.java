package io.shiplog.cel.rules;

import io.shiplog.cel.cost.Range;
import io.shiplog.cel.cost.SizeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sizes of what a rule looks at, as the schema bounds them. */
record SchemaSizes(SchemaType root) implements SizeSource {
    @Override
    public @Nullable Range size(List<String> path) {
        if (path.isEmpty()) {
            return null;
        }
        SchemaType at = root;
        for (String step : path.subList(1, path.size())) {
            if (step.equals("@keys") && at.shape() == SchemaType.Shape.MAP) {
                // A key is bounded by nothing that its schema says.
                return new Range(0, 0);
            }
            SchemaType.Member member = at.members().get(step);
            SchemaType next = step.equals("@items") || step.equals("@values")
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
