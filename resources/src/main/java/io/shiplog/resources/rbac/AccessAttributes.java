package io.shiplog.resources.rbac;

import java.util.Map;

/**
 * What a request wants to do, as an authorizer sees it.
 *
 * @param verb get, list, watch, create, update, patch, delete, deletecollection
 * @param group the API group
 * @param resource the plural name; empty for a path outside the resources
 * @param subresource empty for the object itself
 * @param namespace empty for cluster scope and all namespaces
 * @param name empty for collections
 * @param path the URL path, used when {@code resource} is empty
 * @param fields the fields of which a list or watch wants one value
 */
public record AccessAttributes(
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path,
        Map<String, String> fields) {
    public AccessAttributes {
        fields = Map.copyOf(fields);
    }

    /** Access that selects nothing by fields. */
    public AccessAttributes(
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String path) {
        this(verb, group, resource, subresource, namespace, name, path, Map.of());
    }

    /** Access to a path outside the resources. */
    public static AccessAttributes toPath(String verb, String path) {
        return new AccessAttributes(verb, "", "", "", "", "", path);
    }

    /** {@code pods/log} or {@code pods}. */
    public String fullResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /** Whether it is to a path outside the resources. */
    public boolean isPath() {
        return resource.isEmpty();
    }
}
