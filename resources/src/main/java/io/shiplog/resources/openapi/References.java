package io.shiplog.resources.openapi;

import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.Schemas;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which definitions a set of definitions needs. */
final class References {
    private final Set<String> reached = new HashSet<>();

    private References() {}

    /** {@code roots} and all that they refer to, directly or not; names without a schema are left out. */
    static Set<String> closure(Schemas schemas, Collection<String> roots) {
        var references = new References();
        roots.forEach(root -> references.visit(schemas.find(root)));
        return references.reached;
    }

    private void visit(@Nullable Schema schema) {
        if (schema == null || !schema.name().isEmpty() && !reached.add(schema.name())) {
            return;
        }
        schema.properties().values().forEach(this::visit);
        visit(schema.items());
        visit(schema.additionalProperties());
    }
}
