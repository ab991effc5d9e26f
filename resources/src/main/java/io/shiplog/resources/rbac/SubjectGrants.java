package io.shiplog.resources.rbac;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.rbac.RuleIndex.Granted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one user or group is given by bindings, by namespace: indexed when first asked for. Thread-safe: two threads may
 * both index it, and get the same.
 */
final class SubjectGrants {
    private static final RuleIndex NONE = new RuleIndex();

    private record Bound(StoredObject binding, String subject) {}

    /** One role counts once, by however many bindings it is given. */
    private record Given(String namespace, String roleKind, String roleName) {}

    private final List<Bound> bound = new ArrayList<>(1);
    private volatile @Nullable Map<String, RuleIndex> rules;

    void add(StoredObject binding, String subject) {
        bound.add(new Bound(binding, subject));
    }

    /** A rule that allows an access, null when none does. */
    @Nullable
    Granted allowing(AccessAttributes access, Grants.Roles roles) {
        Granted everywhere = in("", roles).allowing(access);
        return everywhere != null || access.namespace().isEmpty()
                ? everywhere
                : in(access.namespace(), roles).allowing(access);
    }

    /** The rules given in a namespace, or everywhere for an empty one. */
    RuleIndex in(String namespace, Grants.Roles roles) {
        Map<String, RuleIndex> known = rules;
        if (known == null) {
            known = indexed(roles);
            rules = known;
        }
        return known.getOrDefault(namespace, NONE);
    }

    private Map<String, RuleIndex> indexed(Grants.Roles roles) {
        Map<String, RuleIndex> index = new HashMap<>();
        Set<Given> given = new HashSet<>();
        for (Bound one : bound) {
            ObjectKey binding = one.binding().key();
            BindingFacts facts = BindingFacts.of(one.binding());
            if (given.add(new Given(binding.namespace(), facts.roleKind(), facts.roleName()))) {
                RuleIndex here = index.computeIfAbsent(binding.namespace(), namespace -> new RuleIndex());
                String why = described(binding) + " of " + facts.roleKind() + " \"" + facts.roleName() + "\" to "
                        + one.subject();
                roles.rules(facts.roleKind(), binding.namespace(), facts.roleName())
                        .forEach(rule -> here.add(rule, why));
            }
        }
        return index;
    }

    private static String described(ObjectKey binding) {
        return binding.namespace().isEmpty()
                ? "ClusterRoleBinding \"" + binding.name() + "\""
                : "RoleBinding \"" + binding.name() + "/" + binding.namespace() + "\"";
    }
}
