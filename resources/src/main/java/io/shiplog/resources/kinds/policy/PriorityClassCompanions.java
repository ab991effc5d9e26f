package io.shiplog.resources.kinds.policy;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Companions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * PriorityClasses: one default at most, and the system's own stay (upstream's priorityclass storage and admission,
 * v1.34).
 */
final class PriorityClassCompanions implements Companions {
    @Override
    public Decision creating(View view, ObjectKey key, ObjectNode object) {
        return withoutSecondDefault(view, key, object);
    }

    @Override
    public Decision updating(View view, ObjectKey key, ObjectNode old, ObjectNode object) {
        return withoutSecondDefault(view, key, object);
    }

    @Override
    public @Nullable Refusal undeletable(StoredObject object) {
        String name = object.key().name();
        return SystemPriorities.VALUES.containsKey(name)
                ? forbidden(name, "this is a system priority class and cannot be deleted")
                : null;
    }

    private static Decision withoutSecondDefault(View view, ObjectKey key, ObjectNode object) {
        if (isDefault(object)) {
            for (StoredObject other : view.list(PolicyKinds.PRIORITY_RESOURCE)) {
                if (!other.key().equals(key) && isDefault(Trees.of(other))) {
                    return new Decision.Refused(forbidden(
                            key.name(),
                            "PriorityClass " + other.key().name()
                                    + " is already marked as default. Only one default can exist"));
                }
            }
        }
        return Decision.Propose.NONE;
    }

    private static boolean isDefault(JsonNode priorityClass) {
        return priorityClass.path("globalDefault").asBoolean(false);
    }

    private static Refusal forbidden(String name, String why) {
        return Refusal.forbidden(PolicyKinds.PRIORITY_RESOURCE, name, why, List.of());
    }
}
