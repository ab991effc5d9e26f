package io.shiplog.resources.write;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.admission.Charge;
import io.shiplog.resources.admission.NamespacePolicies;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the limit ranges, quotas, priority classes and accounts of a view say to an object that is about to be written.
 * A quota is written together with the object that it is charged with: of two writers that saw the same last place, its
 * base lets one through. So what its status says is used is never too little; but what has been deleted is given back
 * later, so before a quota refuses anything its usage is counted afresh.
 *
 * @param complete whether the view holds everything that had happened at its moment: one that may lack an object which
 *     a quota has been charged with cannot count
 */
record Policies(View view, boolean complete) {
    private static final GroupResource QUOTAS = PolicyKinds.QUOTA_RESOURCE;

    private static final Decoder<ObjectNode> TREE = new Decoder<>(ObjectNode.class, Json::parse);

    /** Few and asked for at every creation: their trees are kept with the stored objects. */
    private static final Set<GroupResource> KEPT = Set.of(
            QUOTAS, PolicyKinds.LIMIT_RANGE_RESOURCE, Configuration.ACCOUNTS.resource(), PolicyKinds.PRIORITY_RESOURCE);

    /**
     * Completes a pod, in place, with its namespace's default resources and its class's priority.
     *
     * @return 403 when it names a class or an account that is not there, otherwise null
     */
    @Nullable
    Refusal complete(Target target, ObjectNode object) {
        return asStored()
                .complete(target.kind(), target.namespace(), object)
                .map(why -> forbidden(target, why))
                .orElse(null);
    }

    /**
     * The quotas to write along with the object, or 403 when a limit range or a quota forbids it.
     *
     * @param old what it replaces, null for none
     */
    Decision charge(Target target, ObjectNode object, @Nullable ObjectNode old) {
        Charge charge = asStored().charge(target.kind(), target.namespace(), object, old);
        if (complete && charge instanceof Charge.Refused) {
            charge = countedAfresh().charge(target.kind(), target.namespace(), object, old);
        }
        return switch (charge) {
            case Charge.Refused refused -> new Decision.Refused(forbidden(target, refused.message()));
            case Charge.Made made -> new Decision.Propose(written(target, made.quotas()));
        };
    }

    private List<Write> written(Target target, List<ObjectNode> quotas) {
        List<Write> writes = new ArrayList<>();
        for (ObjectNode quota : quotas) {
            var key = new ObjectKey(target.namespace(), Trees.text(quota, "metadata", "name"));
            StoredObject stored = view.get(QUOTAS, key);
            if (stored != null) {
                writes.add(Writes.replace(stored, quota));
            }
        }
        return writes;
    }

    private NamespacePolicies asStored() {
        return new NamespacePolicies(Kinds.of(view), this::trees);
    }

    private NamespacePolicies countedAfresh() {
        NamespacePolicies counting = asStored();
        return new NamespacePolicies(Kinds.of(view), (resource, namespace) -> {
            List<ObjectNode> trees = trees(resource, namespace);
            if (resource.equals(QUOTAS)) {
                trees.replaceAll(quota -> counting.recounted(quota, namespace));
            }
            return trees;
        });
    }

    private static Refusal forbidden(Target target, String why) {
        return Refusal.forbidden(target.named(), target.name(), why, List.of());
    }

    private List<ObjectNode> trees(GroupResource stored, String namespace) {
        boolean kept = KEPT.contains(stored);
        Collection<StoredObject> objects = namespace.isEmpty() ? view.list(stored) : view.list(stored, namespace);
        List<ObjectNode> trees = new ArrayList<>(objects.size());
        objects.forEach(object -> trees.add(kept ? keptTree(object) : Trees.of(object)));
        return trees;
    }

    private static ObjectNode keptTree(StoredObject object) {
        return object.facts(TREE);
    }
}
