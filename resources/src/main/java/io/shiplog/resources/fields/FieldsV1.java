package io.shiplog.resources.fields;

import io.shiplog.resources.json.Json;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A {@link FieldSet} as {@code fieldsV1} has it (structured-merge-diff's encoding, in its order). */
final class FieldsV1 {
    private FieldsV1() {}

    static ObjectNode format(FieldSet set) {
        ObjectNode out = Json.object();
        SortedSet<FieldStep> steps = new TreeSet<>(set.members());
        steps.addAll(set.children().keySet());
        for (FieldStep step : steps) {
            FieldSet below = set.below(step);
            ObjectNode inner = Json.object();
            if (!below.isEmpty()) {
                if (set.members().contains(step)) {
                    inner.putObject(".");
                }
                inner.setAll(format(below));
            }
            out.set(step.encoded(), inner);
        }
        return out;
    }

    /** What it holds; what is not understood is left out. */
    static FieldSet parse(JsonNode fields) {
        var set = new FieldSet.Builder();
        for (Map.Entry<String, JsonNode> entry : fields.properties()) {
            String name = entry.getKey();
            if (name.length() < 2 || name.charAt(1) != ':' || "fkvi".indexOf(name.charAt(0)) < 0) {
                continue;
            }
            FieldStep step = new FieldStep(name.charAt(0), name.substring(2));
            JsonNode inner = entry.getValue();
            if (inner.isEmpty() || inner.has(".")) {
                set.add(step);
            }
            set.add(step, parse(inner));
        }
        return set.build();
    }
}
