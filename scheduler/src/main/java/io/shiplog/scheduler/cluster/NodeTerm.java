package io.shiplog.scheduler.cluster;

import io.shiplog.resources.selector.FieldRequirement;
import io.shiplog.resources.selector.LabelSelector;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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

    public boolean matches(Node node) {
        return labels.matches(node.labels()) && fields.stream().allMatch(field -> field.matches(node.name()));
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
}
