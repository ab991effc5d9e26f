package io.shiplog.resources.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One term of a node selector: both parts have to match.
 *
 * @param labels what is asked of the node's labels
 * @param fields what is asked of its fields, of which {@link #NAME} is the only one
 */
public record NodeTerm(LabelSelector labels, List<FieldRequirement> fields) {
    public static final String NAME = "metadata.name";

    /** A term without requirements. */
    public static final NodeTerm NOTHING = new NodeTerm(LabelSelector.NOTHING, List.of());

    public NodeTerm {
        fields = List.copyOf(fields);
    }

    /** Reads a term; one that asks for nothing, or for what no node can be asked, matches no node. */
    public static NodeTerm read(JsonNode term) {
        try {
            List<LabelRequirement> labels = LabelSelectors.ofNodes(term.path("matchExpressions"));
            List<FieldRequirement> fields = fields(term.path("matchFields"));
            return labels.isEmpty() && fields.isEmpty()
                    ? NOTHING
                    : new NodeTerm(LabelSelector.EVERYTHING.and(labels), fields);
        } catch (SelectorException _) {
            return NOTHING;
        }
    }

    /** The terms of a {@code NodeSelector}, of which one has to match; null when there is no selector. */
    public static @Nullable List<NodeTerm> ofSelector(JsonNode selector) {
        if (!selector.isObject()) {
            return null;
        }
        var terms = new ArrayList<NodeTerm>();
        for (JsonNode term : selector.path("nodeSelectorTerms")) {
            terms.add(read(term));
        }
        return terms;
    }

    public boolean matches(String node, Map<String, String> nodeLabels) {
        return labels.matches(nodeLabels) && fields.stream().allMatch(field -> field.matches(node));
    }

    /** The only nodes that can match because the term names them, null when it names none. */
    public @Nullable Set<String> namedNodes() {
        Set<String> names = null;
        for (FieldRequirement field : fields) {
            if (!field.negated()) {
                if (names == null) {
                    names = new TreeSet<>(Set.of(field.value()));
                } else {
                    names.retainAll(Set.of(field.value()));
                }
            }
        }
        return names;
    }

    private static List<FieldRequirement> fields(JsonNode list) {
        var fields = new ArrayList<FieldRequirement>();
        for (JsonNode each : list) {
            String operator = each.path("operator").asString("");
            JsonNode values = each.path("values");
            boolean known = operator.equals("In") || operator.equals("NotIn");
            if (!known || values.size() != 1 || !each.path("key").asString("").equals(NAME)) {
                throw new SelectorException("not a selector of nodes by their name");
            }
            fields.add(new FieldRequirement(
                    NAME, operator.equals("NotIn"), values.get(0).asString("")));
        }
        return fields;
    }
}
