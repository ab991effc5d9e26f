package io.shiplog.resources.kind;

import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.Schemas;
import java.util.Set;

/**
 * A subresource of a kind: its name and the kind of the objects that it takes and gives, which may be another one
 * than its parent's.
 *
 * @param name such as {@code scale}
 * @param group group of {@code kind}
 * @param version version of {@code kind}
 * @param kind such as {@code Scale}
 * @param verbs what discovery says can be done with it
 * @param definition name of the schema of {@code kind}, such as {@code io.k8s.api.autoscaling.v1.Scale}; empty for
 *     those that only have query options
 * @param older further versions of {@code kind} in which objects are taken
 */
public record Subresource(
        String name,
        String group,
        String version,
        String kind,
        Set<String> verbs,
        String definition,
        Set<String> older) {
    public Subresource {
        verbs = Set.copyOf(verbs);
        older = Set.copyOf(older);
    }

    /** One whose objects come in one version. */
    Subresource(String name, String group, String version, String kind, Set<String> verbs, String definition) {
        this(name, group, version, kind, verbs, definition, Set.of());
    }

    /** The schema of what it takes and gives; only for those with a definition. */
    public Schema schema() {
        return Schemas.KUBERNETES.ofDefinition(definition);
    }
}
