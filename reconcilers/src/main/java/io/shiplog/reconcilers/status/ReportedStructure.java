package io.shiplog.reconcilers.status;

import static java.util.Objects.requireNonNull;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.SchemaCheck;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The structure of what nodes send, which is checked as the API server checks a client's body: nobody has to trust
 * them. What the schema does not know stays, as it does in what is stored. Pure.
 */
final class ReportedStructure {
    private static final Schema POD_STATUS = statusOf(Pods.KIND);

    private ReportedStructure() {}

    /**
     * The status of a pod, as it is.
     *
     * @throws IllegalArgumentException when a member is of another type than the API says
     */
    static ObjectNode podStatus(ObjectNode status) {
        return checked(status, POD_STATUS);
    }

    /** As {@link #podStatus}, a whole Node. */
    static ObjectNode node(ObjectNode object) {
        return checked(object, Nodes.KIND.schema());
    }

    private static ObjectNode checked(ObjectNode tree, Schema schema) {
        List<String> errors = SchemaCheck.check(tree, schema).decodeErrors();
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors.getFirst());
        }
        return tree;
    }

    private static Schema statusOf(Kind kind) {
        return requireNonNull(kind.schema().property("status"));
    }
}
