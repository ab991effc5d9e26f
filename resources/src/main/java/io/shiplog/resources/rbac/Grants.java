package io.shiplog.resources.rbac;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.rbac.RuleIndex.Granted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Roles and their bindings grant at one moment, by who has it: a question costs the rules of who asks, however
 * many bindings others have. Kept for as long as none of the four tables changes. Thread-safe.
 */
public final class Grants {
    private static final List<GroupResource> TABLES = List.of(
            Access.CLUSTER_ROLES.resource(),
            Access.ROLES.resource(),
            Access.CLUSTER_BINDINGS.resource(),
            Access.BINDINGS.resource());

    /** The present of the replica, and moments of the past that are looked at. */
    private static final int REMEMBERED = 4;

    private static volatile List<Entry> last = List.of();

    private record Entry(List<Object> stamps, Grants grants) {
        boolean isOf(View view) {
            for (int i = 0; i < stamps.size(); i++) {
                if (stamps.get(i) != view.stamp(TABLES.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The roles of the moment. */
    static final class Roles {
        private final Map<ObjectKey, StoredObject> ofNamespaces = new HashMap<>();
        private final Map<ObjectKey, StoredObject> ofCluster = new HashMap<>();

        private Roles(Collection<StoredObject> ofCluster, Collection<StoredObject> ofNamespaces) {
            ofCluster.forEach(role -> this.ofCluster.put(role.key(), role));
            ofNamespaces.forEach(role -> this.ofNamespaces.put(role.key(), role));
        }

        /** The rules of a role as a binding refers to it; none when there is no such role. */
        List<RoleRule> rules(String kind, String bindingNamespace, String name) {
            return find(kind, bindingNamespace, name).orElse(List.of());
        }

        Optional<List<RoleRule>> find(String kind, String bindingNamespace, String name) {
            StoredObject role = switch (kind) {
                case "ClusterRole" -> ofCluster.get(ObjectKey.cluster(name));
                case "Role" -> ofNamespaces.get(new ObjectKey(bindingNamespace, name));
                default -> null;
            };
            return role == null
                    ? Optional.empty()
                    : Optional.of(RoleFacts.of(role).rules());
        }
    }

    private final Roles roles;
    private final Map<String, SubjectGrants> users = new HashMap<>();
    private final Map<String, SubjectGrants> groups = new HashMap<>();

    private Grants(View view) {
        roles = new Roles(view.list(TABLES.get(0)), view.list(TABLES.get(1)));
        view.list(TABLES.get(2)).forEach(this::add);
        view.list(TABLES.get(3)).forEach(this::add);
    }

    private void add(StoredObject binding) {
        String namespace = binding.key().namespace();
        for (BindingFacts.Subject subject : BindingFacts.of(binding).subjects()) {
            Map<String, SubjectGrants> ofKind = subject.kind().equals("Group") ? groups : users;
            ofKind.computeIfAbsent(subject.user(namespace), name -> new SubjectGrants())
                    .add(binding, subject.described(namespace));
        }
    }

    /** What is granted in a view. */
    public static Grants of(View view) {
        List<Entry> known = last;
        for (Entry entry : known) {
            if (entry.isOf(view)) {
                return entry.grants();
            }
        }
        // The stamps first: what changes meanwhile is in the grants, and is looked at again.
        List<Object> stamps = new ArrayList<>();
        TABLES.forEach(table -> stamps.add(view.stamp(table)));
        Entry entry = new Entry(stamps, new Grants(view));
        List<Entry> next = new ArrayList<>();
        next.add(entry);
        next.addAll(known.subList(0, Math.min(known.size(), REMEMBERED - 1)));
        last = List.copyOf(next);
        return entry.grants();
    }

    /** By which binding somebody may do something, in upstream's words; empty when by none. */
    public Optional<String> allowing(String user, List<String> memberOf, AccessAttributes access) {
        Granted granted = allowing(users.get(user), access);
        for (int i = 0; granted == null && i < memberOf.size(); i++) {
            granted = allowing(groups.get(memberOf.get(i)), access);
        }
        return granted == null ? Optional.empty() : Optional.of("RBAC: allowed by " + granted.why());
    }

    private @Nullable Granted allowing(@Nullable SubjectGrants subject, AccessAttributes access) {
        return subject == null ? null : subject.allowing(access, roles);
    }

    /** Every rule that somebody has in a namespace, those of the whole cluster first; these alone for an empty one. */
    public List<RoleRule> rules(String user, List<String> memberOf, String namespace) {
        List<SubjectGrants> subjects = new ArrayList<>();
        add(subjects, users.get(user));
        memberOf.forEach(group -> add(subjects, groups.get(group)));
        List<RoleRule> rules = new ArrayList<>();
        subjects.forEach(subject -> rules.addAll(subject.in("", roles).rules()));
        if (!namespace.isEmpty()) {
            subjects.forEach(
                    subject -> rules.addAll(subject.in(namespace, roles).rules()));
        }
        return rules;
    }

    private static void add(List<SubjectGrants> subjects, @Nullable SubjectGrants subject) {
        if (subject != null) {
            subjects.add(subject);
        }
    }

    /** The rules of the role that a binding refers to; empty when there is no such role. */
    public Optional<List<RoleRule>> rulesOf(String roleKind, String bindingNamespace, String roleName) {
        return roles.find(roleKind, bindingNamespace, roleName);
    }
}
