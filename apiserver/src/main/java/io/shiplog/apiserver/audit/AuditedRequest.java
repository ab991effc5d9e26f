package io.shiplog.apiserver.audit;

import io.shiplog.apiserver.authn.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A request as an audit policy sees it.
 *
 * @param user who really asks; null who has not proved who he is
 * @param verb Kubernetes' verb, or the method in lower case of what is no resource
 * @param path the URL's path
 * @param about null for what is no resource
 */
public record AuditedRequest(
        @Nullable Identity user,
        String verb,
        String path,
        @Nullable About about) {

    /**
     * The resource that a path names.
     *
     * @param namespace empty for kinds of the cluster and lists over all namespaces; of a Namespace its own name
     * @param name empty for collections
     */
    public record About(
            String group, String version, String namespace, String resource, String name, String subresource) {}
}
