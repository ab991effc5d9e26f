package io.shiplog.resources.rbac;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What somebody would give to others without having it. Pure. */
public final class Escalation {
    /** What only an administrator of the cluster has: who collects rules by their labels needs it. */
    public static final List<RoleRule> EVERYTHING = List.of(
            new RoleRule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()),
            new RoleRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")));

    private record Resource(List<String> groups, List<String> resources, List<String> names) {}

    private Escalation() {}

    /**
     * What of {@code wanted} the rules in {@code had} do not cover, in upstream's words: a line for each resource,
     * sorted; empty when they cover all.
     */
    public static Optional<String> missing(List<RoleRule> had, List<RoleRule> wanted) {
        Map<Resource, List<String>> verbs = new LinkedHashMap<>();
        TreeSet<String> lines = new TreeSet<>();
        for (RoleRule rule : wanted) {
            for (RoleRule part : rule.parts()) {
                if (had.stream().noneMatch(owned -> owned.covers(part))) {
                    if (part.paths().isEmpty()) {
                        verbs.computeIfAbsent(
                                        new Resource(part.groups(), part.resources(), part.names()),
                                        resource -> new ArrayList<>())
                                .addAll(part.verbs());
                    } else {
                        lines.add("{NonResourceURLs:" + quoted(part.paths()) + ", Verbs:" + quoted(part.verbs()) + "}");
                    }
                }
            }
        }
        verbs.forEach((resource, of) -> lines.add("{APIGroups:" + quoted(resource.groups()) + ", Resources:"
                + quoted(resource.resources())
                + (resource.names().isEmpty() ? "" : ", ResourceNames:" + quoted(resource.names())) + ", Verbs:"
                + quoted(of) + "}"));
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }

    /** As Go prints a list of quoted texts. */
    public static String quoted(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(" ", "[", "]"));
    }
}
