package io.shiplog.apiserver.strategy;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.Documents;
import io.shiplog.apiserver.store.Strategy;
import io.shiplog.apiserver.store.Subject;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.admission.Priorities;
import io.shiplog.resources.kinds.policy.SystemPriorities;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** PriorityClasses: one default at most, and the system's own stay (upstream's priorityclass storage and admission, v1.34). */
final class PriorityClassStrategy implements Strategy {
    static final GroupResource RESOURCE = new GroupResource("priorityclasses", "scheduling.k8s.io");

    @Override
    public List<Write> creating(State state, Subject subject, ObjectNode object) {
        checkDefault(state, object);
        return List.of();
    }

    @Override
    public List<Write> updating(State state, Subject subject, ObjectNode old, ObjectNode object) {
        checkDefault(state, object);
        return List.of();
    }

    @Override
    public List<Write> deleting(State state, StoredObject old) {
        checkDeletion(old.key().name());
        return List.of();
    }

    @Override
    public void terminating(ObjectNode object) {
        checkDeletion(Documents.text(object, "metadata", "name"));
    }

    private static void checkDefault(State state, ObjectNode object) {
        List<ObjectNode> all =
                state.list(RESOURCE).stream().map(Documents::tree).toList();
        Priorities.secondDefault(object, all).ifPresent(why -> refuse(Documents.text(object, "metadata", "name"), why));
    }

    private static void checkDeletion(String name) {
        if (SystemPriorities.VALUES.containsKey(name)) {
            refuse(name, "this is a system priority class and cannot be deleted");
        }
    }

    private static void refuse(String name, String why) {
        throw Failures.forbidden(RESOURCE, name, why, List.of()).exception();
    }
}
