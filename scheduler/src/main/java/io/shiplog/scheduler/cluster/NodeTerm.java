package io.shiplog.scheduler.cluster;

import io.shiplog.scheduler.labels.Requirement;
import io.shiplog.scheduler.labels.Selector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One term of a node selector: both parts have to match. A term without requirements is {@link Selector#NOTHING}.
 *
 * @param labels what is asked of the node's labels
 * @param fields what is asked of its fields, of which {@code metadata.name} is the only one
 */
public record NodeTerm(Selector labels, List<Requirement> fields) {
    private static final String NAME = "metadata.name";

    public NodeTerm {
        fields = List.copyOf(fields);
    }

    public boolean matches(Node node) {
        if (!labels.matches(node.labels())) {
            return false;
        }
        Map<String, String> name = fields.isEmpty() ? Map.of() : Map.of(NAME, node.name());
        return fields.stream().allMatch(field -> field.matches(name));
    }

    /** The only nodes that can match because the term names them, null when it names none. */
    public @Nullable Set<String> namedNodes() {
        Set<String> names = null;
        for (Requirement field : fields) {
            if (field.key().equals(NAME) && field.operator() == Requirement.Operator.IN) {
                if (names == null) {
                    names = new TreeSet<>(field.values());
                } else {
                    names.retainAll(field.values());
                }
            }
        }
        return names;
    }
}
