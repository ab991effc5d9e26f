package io.shiplog.resources.write.strategy;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.admission.Priorities;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.policy.SystemPriorities;
import io.shiplog.resources.write.Decision;
import io.shiplog.resources.write.Refusal;
import io.shiplog.resources.write.Strategy;
import io.shiplog.resources.write.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** PriorityClasses: one default at most, and the system's own stay (upstream's priorityclass storage and admission, v1.34). */
final class PriorityClassStrategy implements Strategy {
    static final GroupResource RESOURCE = new GroupResource("priorityclasses", "scheduling.k8s.io");

    @Override
    public Decision creating(View view, Target target, ObjectNode object) {
        return withoutSecondDefault(view, object);
    }

    @Override
    public Decision updating(View view, Target target, ObjectNode old, ObjectNode object) {
        return withoutSecondDefault(view, object);
    }

    @Override
    public @Nullable Refusal undeletable(StoredObject object) {
        String name = object.key().name();
        return SystemPriorities.VALUES.containsKey(name)
                ? forbidden(name, "this is a system priority class and cannot be deleted")
                : null;
    }

    private static Decision withoutSecondDefault(View view, ObjectNode object) {
        List<ObjectNode> all = view.list(RESOURCE).stream().map(Trees::of).toList();
        String name = Trees.text(object, "metadata", "name");
        return Priorities.secondDefault(object, all)
                .<Decision>map(why -> new Decision.Refused(forbidden(name, why)))
                .orElse(Decision.Propose.NONE);
    }

    private static Refusal forbidden(String name, String why) {
        return Refusal.forbidden(RESOURCE, name, why, List.of());
    }
}
