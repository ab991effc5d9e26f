package io.shiplog.resources.catalogue;

import java.util.List;
import java.util.Set;

/**
 * One kind of the API in one version.
 *
 * @param group API group, empty for the core group
 * @param version version within the group, such as {@code v1}
 * @param kind the kind, such as {@code Deployment}
 * @param plural the name in paths, such as {@code deployments}
 * @param singular the name of one, such as {@code deployment}
 * @param shortNames what people type, such as {@code deploy}
 * @param categories groupings such as {@code all}
 * @param namespaced whether its objects live in a namespace
 * @param verbs what can be done with it, such as {@code create}
 * @param subresources names of its subresources, such as {@code status} and {@code scale}
 * @param definition name of its schema, such as {@code io.k8s.api.apps.v1.Deployment}
 * @param stored whether objects of it exist; false for those that are only an answer, such as a TokenReview
 */
public record ResourceKind(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        List<String> shortNames,
        List<String> categories,
        boolean namespaced,
        Set<String> verbs,
        Set<String> subresources,
        String definition,
        boolean stored) {

    public ResourceKind {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        verbs = Set.copyOf(verbs);
        subresources = Set.copyOf(subresources);
    }

    /** {@code apps/v1}, or {@code v1} for the core group: what {@code apiVersion} says. */
    public String groupVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code deployments.apps}, or {@code pods} for the core group. */
    public String groupResource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Whether this kind has the subresource of this name. */
    public boolean has(String subresource) {
        return subresources.contains(subresource);
    }

    /** Whether this kind can be asked to do this. */
    public boolean can(String verb) {
        return verbs.contains(verb);
    }
}
