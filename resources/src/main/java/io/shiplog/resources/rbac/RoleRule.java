package io.shiplog.resources.rbac;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One rule of a Role or ClusterRole, and what it allows (rbac.authorization.k8s.io/v1 PolicyRule; component-helpers'
 * {@code auth/rbac/validation} and the RBAC authorizer, v1.34).
 *
 * @param names empty for objects of any name
 * @param paths paths outside the resources, which may end in {@code *}
 */
public record RoleRule(
        List<String> verbs, List<String> groups, List<String> resources, List<String> names, List<String> paths) {
    static final String ALL = "*";

    public RoleRule {
        verbs = List.copyOf(verbs);
        groups = List.copyOf(groups);
        resources = List.copyOf(resources);
        names = List.copyOf(names);
        paths = List.copyOf(paths);
    }

    /** The rules of a role, in its order. */
    public static List<RoleRule> read(JsonNode role) {
        var rules = new ArrayList<RoleRule>();
        for (JsonNode rule : role.path("rules")) {
            rules.add(new RoleRule(
                    texts(rule, "verbs"),
                    texts(rule, "apiGroups"),
                    texts(rule, "resources"),
                    texts(rule, "resourceNames"),
                    texts(rule, "nonResourceURLs")));
        }
        return rules;
    }

    private static List<String> texts(JsonNode rule, String member) {
        var texts = new ArrayList<String>();
        rule.path(member).forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    /** Whether it allows an access. */
    public boolean allows(AccessAttributes access) {
        return has(verbs, access.verb())
                && (access.isPath() ? coversPath(access.path()) : allowsResource(access) && allowsName(access.name()));
    }

    private boolean allowsResource(AccessAttributes access) {
        return has(groups, access.group())
                && (has(resources, access.fullResource())
                        || !access.subresource().isEmpty() && resources.contains("*/" + access.subresource()));
    }

    private boolean allowsName(String name) {
        return names.isEmpty() || names.contains(name);
    }

    private boolean coversPath(String path) {
        for (String allowed : paths) {
            if (allowed.equals(path) || allowed.endsWith(ALL) && path.startsWith(withoutStars(allowed))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutStars(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '*') {
            end--;
        }
        return path.substring(0, end);
    }

    /** The same as rules of one verb on one resource, of at most one name, or on one path. */
    List<RoleRule> parts() {
        var parts = new ArrayList<RoleRule>();
        for (String group : groups) {
            for (String resource : resources) {
                for (String verb : verbs) {
                    if (names.isEmpty()) {
                        parts.add(new RoleRule(List.of(verb), List.of(group), List.of(resource), names, List.of()));
                    }
                    for (String name : names) {
                        parts.add(new RoleRule(
                                List.of(verb), List.of(group), List.of(resource), List.of(name), List.of()));
                    }
                }
            }
        }
        for (String path : paths) {
            for (String verb : verbs) {
                parts.add(new RoleRule(List.of(verb), List.of(), List.of(), List.of(), List.of(path)));
            }
        }
        return parts;
    }

    /** Whether it allows everything that one of the {@link #parts} of a rule does. */
    boolean covers(RoleRule part) {
        return hasAll(verbs, part.verbs)
                && hasAll(groups, part.groups)
                && part.resources.stream().allMatch(this::coversResource)
                && (names.isEmpty() || !part.names.isEmpty() && names.containsAll(part.names))
                && part.paths.stream().allMatch(this::coversPath);
    }

    private boolean coversResource(String resource) {
        int slash = resource.indexOf('/');
        return has(resources, resource) || slash >= 0 && resources.contains("*" + resource.substring(slash));
    }

    private static boolean has(List<String> set, String element) {
        return set.contains(element) || set.contains(ALL);
    }

    private static boolean hasAll(List<String> set, List<String> elements) {
        return set.contains(ALL) || set.containsAll(elements);
    }
}
