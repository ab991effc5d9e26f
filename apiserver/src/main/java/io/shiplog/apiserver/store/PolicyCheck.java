package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.admission.NamespacePolicies;
import io.shiplog.resources.admission.ResourceQuotas;
import io.shiplog.resources.kinds.Kinds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the limit ranges, quotas, priority classes and accounts of a state say to an object that is about to be written. Pure.
 * A quota is written together with the object that it is charged with: of two writers that saw the same last place, its base
 * lets one through. So what its status says is used is never too little; but what has been deleted is given back later, so
 * before a quota refuses anything its usage is counted afresh.
 */
final class PolicyCheck {
    private static final GroupResource QUOTAS = GroupResource.core("resourcequotas");

    private PolicyCheck() {}

    /**
     * Completes a pod with its namespace's default resources and its class's priority.
     *
     * @throws io.shiplog.apiserver.status.ApiException 403 when it names a class or an account that is not there
     */
    static void complete(State state, Subject subject, ObjectNode object) {
        asStored(state).complete(subject.kind(), subject.namespace(), object).ifPresent(why -> refuse(subject, why));
    }

    /**
     * The quotas to write along with the object.
     *
     * @param old what it replaces, null for none
     * @throws io.shiplog.apiserver.status.ApiException 403 when a limit range or a quota forbids the object
     */
    static List<Write> charge(State state, Subject subject, ObjectNode object, @Nullable ObjectNode old) {
        ResourceQuotas.Verdict verdict = asStored(state).charge(subject.kind(), subject.namespace(), object, old);
        if (verdict instanceof ResourceQuotas.Refused) {
            verdict = countedAfresh(state).charge(subject.kind(), subject.namespace(), object, old);
        }
        List<Write> writes = new ArrayList<>();
        switch (verdict) {
            case ResourceQuotas.Refused refused -> refuse(subject, refused.message());
            case ResourceQuotas.Charged charged -> {
                for (ObjectNode quota : charged.quotas()) {
                    var key = new ObjectKey(subject.namespace(), Documents.text(quota, "metadata", "name"));
                    StoredObject stored = state.get(QUOTAS, key);
                    if (stored != null) {
                        writes.add(Write.replace(stored, Documents.forWrite(quota)));
                    }
                }
            }
        }
        return writes;
    }

    private static NamespacePolicies asStored(State state) {
        return new NamespacePolicies(Kinds.of(state), (resource, namespace) -> trees(state, resource, namespace));
    }

    private static NamespacePolicies countedAfresh(State state) {
        NamespacePolicies counting = asStored(state);
        return new NamespacePolicies(Kinds.of(state), (resource, namespace) -> {
            List<ObjectNode> trees = trees(state, resource, namespace);
            if (resource.equals(QUOTAS)) {
                trees.replaceAll(quota -> counting.recounted(quota, namespace));
            }
            return trees;
        });
    }

    private static void refuse(Subject subject, String why) {
        throw Failures.forbidden(subject.named(), subject.name(), why, List.of())
                .exception();
    }

    private static List<ObjectNode> trees(State state, GroupResource resource, String namespace) {
        List<ObjectNode> trees = new ArrayList<>();
        (namespace.isEmpty() ? state.list(resource) : state.list(resource, namespace))
                .forEach(object -> trees.add(Documents.tree(object)));
        return trees;
    }
}
