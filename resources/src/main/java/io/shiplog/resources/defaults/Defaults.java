package io.shiplog.resources.defaults;

import io.shiplog.resources.kind.Kind;
import tools.jackson.databind.node.ObjectNode;

/**
 * The defaults of a kind, as Kubernetes 1.34 applies them to each object that it decodes, created or updated. Applying
 * them twice changes nothing more.
 */
public final class Defaults {
    private Defaults() {}

    /** Changes the object in place. Members of unexpected types are left for the schema check to refuse. */
    public static void apply(Kind kind, ObjectNode object) {
        kind.rules().setDefaults(object);
        QuantityCanonicals.apply(object, kind.schema());
    }
}
