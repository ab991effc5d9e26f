package io.shiplog.resources.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads label selectors from the text of a query and from the objects that hold them. */
public final class LabelSelectors {
    private LabelSelectors() {}

    /** The text of {@code kubectl -l}; the empty text selects everything. Throws {@link SelectorException}. */
    public static LabelSelector parse(String text) {
        return new LabelSelector.All(new LabelParser(text).parse());
    }

    /**
     * A {@code metav1.LabelSelector} with its matchLabels and matchExpressions. An absent selector selects nothing, an
     * empty one everything. Throws {@link SelectorException} when upstream would refuse it.
     */
    public static LabelSelector of(@Nullable JsonNode selector) {
        if (selector == null || selector.isNull() || selector.isMissingNode()) {
            return LabelSelector.NOTHING;
        }
        List<LabelRequirement> requirements = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
            requirements.add(
                    LabelRequirement.equal(label.getKey(), label.getValue().asString("")));
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            requirements.add(
                    requirement(expression, operator(expression.path("operator").asString(""))));
        }
        return new LabelSelector.All(requirements);
    }

    /**
     * The {@code matchExpressions} of a node selector's term, which may also compare numbers. Throws
     * {@link SelectorException} when upstream would refuse one.
     */
    public static List<LabelRequirement> ofNodes(JsonNode expressions) {
        List<LabelRequirement> requirements = new ArrayList<>();
        for (JsonNode expression : expressions) {
            String operator = expression.path("operator").asString("");
            requirements.add(requirement(
                    expression,
                    switch (operator) {
                        case "Gt" -> Operator.GREATER_THAN;
                        case "Lt" -> Operator.LESS_THAN;
                        default -> operator(operator);
                    }));
        }
        return requirements;
    }

    private static LabelRequirement requirement(JsonNode expression, Operator operator) {
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(value -> values.add(value.asString("")));
        return new LabelRequirement(expression.path("key").asString(""), operator, values);
    }

    /** Exactly these labels, where no label asks for nothing: as pods select nodes. */
    public static LabelSelector having(Map<String, String> labels) {
        return LabelSelector.EVERYTHING.and(labels.entrySet().stream()
                .map(label -> LabelRequirement.equal(label.getKey(), label.getValue()))
                .toList());
    }

    /** A plain map of labels, as Services and ReplicationControllers select: an absent or empty map selects nothing. */
    public static LabelSelector ofMap(@Nullable JsonNode labels) {
        if (labels == null || labels.isEmpty()) {
            return LabelSelector.NOTHING;
        }
        List<LabelRequirement> requirements = new ArrayList<>();
        labels.properties()
                .forEach(label -> requirements.add(
                        LabelRequirement.equal(label.getKey(), label.getValue().asString(""))));
        return new LabelSelector.All(requirements);
    }

    /** The same for a map already read. */
    public static LabelSelector ofMap(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return LabelSelector.NOTHING;
        }
        List<LabelRequirement> requirements = new ArrayList<>();
        labels.forEach((key, value) -> requirements.add(LabelRequirement.equal(key, value)));
        return new LabelSelector.All(requirements);
    }

    private static Operator operator(String name) {
        return switch (name) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default -> throw new SelectorException('"' + name + "\" is not a valid label selector operator");
        };
    }
}
