package io.shiplog.apiserver.audit;

import io.shiplog.apiserver.audit.AuditedRequest.About;
import io.shiplog.apiserver.authn.Identity;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are told of, and how: the first rule that matches decides, as apiserver's {@code pkg/audit/policy}
 * (v0.34.2) does it. Pure.
 *
 * @param omitStages of all rules, beside their own
 */
public record AuditPolicy(List<Rule> rules, Set<AuditStage> omitStages) {
    public AuditPolicy {
        rules = List.copyOf(rules);
        omitStages = Set.copyOf(omitStages);
    }

    /**
     * What a rule matches, and what it says; an empty list restricts nothing.
     *
     * @param who by user and group: both must fit
     * @param what by verb and resource or URL
     * @param omitsManagedFields whether objects are told of without {@code metadata.managedFields}
     */
    public record Rule(AuditLevel level, Who who, What what, Set<AuditStage> omitStages, boolean omitsManagedFields) {
        public Rule {
            omitStages = Set.copyOf(omitStages);
        }
    }

    /** The users that a rule is for, no stars. */
    public record Who(List<String> users, List<String> groups) {
        public Who {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
        }
    }

    /** The requests that a rule is for; verbs and namespaces have no stars. */
    public record What(
            List<String> verbs, List<Resources> resources, List<String> namespaces, List<String> nonResourceUrls) {
        public What {
            verbs = List.copyOf(verbs);
            resources = List.copyOf(resources);
            namespaces = List.copyOf(namespaces);
            nonResourceUrls = List.copyOf(nonResourceUrls);
        }
    }

    /**
     * Resources of one group.
     *
     * @param resources {@code pods} without subresources, {@code pods/log}, {@code pods/*} both, {@code *}{@code /log}
     *     of all, {@code *}; empty for all
     */
    public record Resources(String group, List<String> resources, List<String> names) {
        public Resources {
            resources = List.copyOf(resources);
            names = List.copyOf(names);
        }
    }

    /** What is told of a request, and at which stages not. */
    public record Decision(AuditLevel level, Set<AuditStage> omitStages, boolean omitsManagedFields) {
        /** Whether something is told at {@code stage}. */
        public boolean tells(AuditStage stage) {
            return level != AuditLevel.NONE && !omitStages.contains(stage);
        }
    }

    /** What is told of {@code request}; nothing where no rule matches. */
    public Decision of(AuditedRequest request) {
        for (Rule rule : rules) {
            if (matches(rule.who(), request.user()) && matches(rule.what(), request)) {
                Set<AuditStage> omitted = EnumSet.noneOf(AuditStage.class);
                omitted.addAll(omitStages);
                omitted.addAll(rule.omitStages());
                return new Decision(rule.level(), omitted, rule.omitsManagedFields());
            }
        }
        return new Decision(AuditLevel.NONE, omitStages, false);
    }

    private static boolean matches(Who who, @Nullable Identity user) {
        boolean users = who.users().isEmpty() || user != null && who.users().contains(user.user());
        boolean groups =
                who.groups().isEmpty() || user != null && user.groups().stream().anyMatch(who.groups()::contains);
        return users && groups;
    }

    private static boolean matches(What what, AuditedRequest request) {
        if (!what.verbs().isEmpty() && !what.verbs().contains(request.verb())) {
            return false;
        }
        About about = request.about();
        if (!what.namespaces().isEmpty() || !what.resources().isEmpty()) {
            return about != null
                    && (what.namespaces().isEmpty() || what.namespaces().contains(about.namespace()))
                    && (what.resources().isEmpty() || what.resources().stream().anyMatch(each -> matches(each, about)));
        }
        return what.nonResourceUrls().isEmpty()
                || about == null && what.nonResourceUrls().stream().anyMatch(url -> matchesUrl(url, request.path()));
    }

    private static boolean matches(Resources wanted, About about) {
        if (!wanted.group().equals(about.group())) {
            return false;
        }
        if (wanted.resources().isEmpty()) {
            return true;
        }
        if (!wanted.names().isEmpty() && !wanted.names().contains(about.name())) {
            return false;
        }
        String whole = about.subresource().isEmpty() ? about.resource() : about.resource() + "/" + about.subresource();
        return wanted.resources().stream()
                .anyMatch(each -> each.equals(whole)
                        || each.equals("*")
                        || !about.subresource().isEmpty() && each.equals("*/" + about.subresource())
                        || each.equals(about.resource() + "/*"));
    }

    private static boolean matchesUrl(String url, String path) {
        return url.equals("*")
                || url.equals(path)
                || url.endsWith("*") && path.startsWith(url.substring(0, url.length() - 1));
    }
}
