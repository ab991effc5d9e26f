package io.shiplog.resources.kinds.definition;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the status of a definition says: its names, whether its kinds are served, which versions are stored. */
public final class DefinitionStatus {
    private static final String ESTABLISHED = "Established";
    private static final String APPROVAL = "KubernetesAPIApprovalPolicyConformant";

    private static final Decoder<ObjectNode> TREE = new Decoder<>(ObjectNode.class, Json::parse);

    private DefinitionStatus() {}

    /**
     * Brings the status of a definition, in place, to what its specification and the other definitions make of it.
     * Doing it twice changes nothing more.
     *
     * @param view the cluster, with the definition itself or not
     */
    public static void settle(ObjectNode definition, View view, Instant now) {
        ObjectNode status = Trees.child(definition, "status");
        List<ObjectNode> others = new ArrayList<>();
        for (StoredObject stored : view.list(Definitions.KIND.resource())) {
            ObjectNode other = stored.facts(TREE);
            if (group(other).equals(group(definition)) && !name(other).equals(name(definition))) {
                others.add(other);
            }
        }
        NameClaims claims = NameClaims.of(definition, others);
        put(status, claims.condition(), now);
        ObjectNode established = StatusConditions.find(status, ESTABLISHED);
        boolean was = established != null
                && established.path("status").asString("").equals("True")
                && !Trees.text(claims.accepted(), "kind").isEmpty();
        if (!was) {
            boolean accepted = claims.condition().status().equals("True");
            put(
                    status,
                    accepted
                            ? Condition.holds(
                                    ESTABLISHED, "InitialNamesAccepted", "the initial names have been accepted")
                            : Condition.fails(ESTABLISHED, "NotAccepted", "not all names are accepted"),
                    now);
        }
        Condition approval = ApiApproval.condition(definition, APPROVAL);
        if (approval == null) {
            StatusConditions.remove(status, APPROVAL);
        } else {
            put(status, approval, now);
        }
        status.set("acceptedNames", claims.accepted());
        Definitions.storedVersions(status, definition);
    }

    /** Says, in place, that a definition is ending. */
    public static void terminating(ObjectNode definition, String reason, String message, Instant now) {
        put(Trees.child(definition, "status"), Condition.holds("Terminating", reason, message), now);
    }

    /** Whether the kinds of a definition are served. */
    public static boolean isEstablished(ObjectNode definition) {
        ObjectNode condition = StatusConditions.find(definition.path("status"), ESTABLISHED);
        return condition != null && condition.path("status").asString("").equals("True");
    }

    private static void put(ObjectNode status, Condition condition, Instant now) {
        StatusConditions.set(status, condition, 0, now);
    }

    private static String group(ObjectNode definition) {
        return Trees.text(definition, "spec", "group");
    }

    private static String name(ObjectNode definition) {
        return Trees.text(definition, "metadata", "name");
    }
}
