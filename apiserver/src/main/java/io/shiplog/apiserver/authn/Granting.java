package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.write.WriteGuard;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.rbac.Escalation;
import io.shiplog.resources.rbac.Grants;
import io.shiplog.resources.rbac.RoleRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Nobody gives by Roles and bindings what it has not itself, unless it may {@code escalate} or {@code bind}
 * (apiserver's {@code rbac/policybased} storages, v1.34). And who changes an object that turns out to be missing makes
 * it, so it needs that right, too. Pure.
 *
 * @param verb what the request asked for
 */
public record Granting(Identity identity, RequestAuthorizer authorizer, String verb) implements WriteGuard {
    private static final Set<GroupResource> ROLES = Set.of(Access.ROLES.resource(), Access.CLUSTER_ROLES.resource());
    private static final Set<GroupResource> BINDINGS =
            Set.of(Access.BINDINGS.resource(), Access.CLUSTER_BINDINGS.resource());

    @Override
    public @Nullable Refusal refusal(View view, List<Write> writes) {
        if (identity.groups().contains("system:masters")) {
            return null;
        }
        Write first = writes.getFirst();
        if (first.base() == 0 && (verb.equals("update") || verb.equals("patch"))) {
            authorizer.require(
                    identity,
                    access(
                            "create",
                            first.resource(),
                            first.key().namespace(),
                            first.key().name()));
        }
        for (Write write : writes) {
            byte[] object = write.object();
            if (object != null && (ROLES.contains(write.resource()) || BINDINGS.contains(write.resource()))) {
                StoredObject stored = view.get(write.resource(), write.key());
                ObjectNode old = stored == null ? null : Trees.of(stored);
                ObjectNode wanted = Json.parse(object);
                String why = isLetGo(old, wanted) ? null : missing(view, write, old, wanted);
                if (why != null) {
                    return Refusal.forbidden(write.resource(), write.key().name(), why, List.of());
                }
            }
        }
        return null;
    }

    /** Whether nothing changes but what lets an object be collected as garbage. */
    private static boolean isLetGo(@Nullable ObjectNode old, ObjectNode wanted) {
        return old != null && bare(old).equals(bare(wanted));
    }

    private static ObjectNode bare(ObjectNode object) {
        ObjectNode bare = object.deepCopy();
        Trees.metadata(bare).remove(List.of("ownerReferences", "finalizers", "resourceVersion", "managedFields"));
        return bare;
    }

    private @Nullable String missing(View view, Write write, @Nullable ObjectNode old, ObjectNode wanted) {
        return ROLES.contains(write.resource()) ? ofRole(view, write, old, wanted) : ofBinding(view, write, wanted);
    }

    private @Nullable String ofRole(View view, Write write, @Nullable ObjectNode old, ObjectNode wanted) {
        String namespace = write.key().namespace();
        String named = verb.equals("create") ? "" : write.key().name();
        if (authorizer.allows(identity, access("escalate", write.resource(), namespace, named))) {
            return null;
        }
        String why = lacking(view, namespace, RoleRule.read(wanted));
        boolean collects = isAggregated(wanted) || old != null && isAggregated(old);
        return why == null && collects && lacking(view, namespace, Escalation.EVERYTHING) != null
                ? "must have cluster-admin privileges to use the aggregationRule"
                : why;
    }

    private static boolean isAggregated(ObjectNode role) {
        return !role.path("aggregationRule").path("clusterRoleSelectors").isEmpty();
    }

    private @Nullable String ofBinding(View view, Write write, ObjectNode wanted) {
        String namespace = write.key().namespace();
        String kind = wanted.path("roleRef").path("kind").asString("");
        String name = wanted.path("roleRef").path("name").asString("");
        GroupResource role = kind.equals("Role") ? Access.ROLES.resource() : Access.CLUSTER_ROLES.resource();
        if (authorizer.allows(identity, access("bind", role, namespace, name))) {
            return null;
        }
        Optional<List<RoleRule>> rules = Grants.of(view).rulesOf(kind, namespace, name);
        // Upstream answers this one as not found; what a client may not bind it learns nothing of either way.
        return rules.isPresent() ? lacking(view, namespace, rules.get()) : role + " \"" + name + "\" not found";
    }

    private @Nullable String lacking(View view, String namespace, List<RoleRule> wanted) {
        List<RoleRule> has = Grants.of(view).rules(identity.user(), identity.groups(), namespace);
        return Escalation.missing(has, wanted)
                .map(lines -> "user \"" + identity.user() + "\" (groups=" + Escalation.quoted(identity.groups())
                        + ") is attempting to grant RBAC permissions not currently held:\n" + lines)
                .orElse(null);
    }

    private static AccessAttributes access(String verb, GroupResource resource, String namespace, String name) {
        return new AccessAttributes(verb, resource.group(), resource.resource(), "", namespace, name, "");
    }
}
