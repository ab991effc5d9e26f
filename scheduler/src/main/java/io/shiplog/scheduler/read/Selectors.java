package io.shiplog.scheduler.read;

import io.shiplog.scheduler.labels.Requirement;
import io.shiplog.scheduler.labels.Requirement.Operator;
import io.shiplog.scheduler.labels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads label selectors and lists of requirements. */
final class Selectors {
    private Selectors() {}

    /** A {@code LabelSelector}: absent, or with an unknown operator: nothing; empty: everything. */
    static Selector of(JsonNode selector) {
        if (!selector.isObject()) {
            return Selector.NOTHING;
        }
        List<Requirement> requirements = requirements(selector.path("matchExpressions"));
        if (requirements == null) {
            return Selector.NOTHING;
        }
        for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
            requirements.add(Requirement.equal(label.getKey(), label.getValue().asString("")));
        }
        return Selector.of(requirements);
    }

    /** The requirements in a list, null when one of them has an operator that does not exist. */
    static @Nullable List<Requirement> requirements(JsonNode list) {
        var requirements = new ArrayList<Requirement>();
        for (JsonNode each : list) {
            Operator operator = Operator.parse(Fields.text(each, "operator"));
            if (operator == null) {
                return null;
            }
            requirements.add(new Requirement(Fields.text(each, "key"), operator, Fields.list(each.path("values"))));
        }
        return requirements;
    }

    /** What {@code matchLabelKeys} and {@code mismatchLabelKeys} of a term ask of other pods, given the pod's own labels. */
    static List<Requirement> byOwnLabels(JsonNode term, Map<String, String> own) {
        var requirements = new ArrayList<Requirement>();
        for (String key : Fields.list(term.path("matchLabelKeys"))) {
            String value = own.get(key);
            if (value != null) {
                requirements.add(Requirement.equal(key, value));
            }
        }
        for (String key : Fields.list(term.path("mismatchLabelKeys"))) {
            String value = own.get(key);
            if (value != null) {
                requirements.add(new Requirement(key, Operator.NOT_IN, List.of(value)));
            }
        }
        return requirements;
    }
}
