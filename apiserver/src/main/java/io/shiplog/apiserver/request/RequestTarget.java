package io.shiplog.apiserver.request;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.write.Target;

/**
 * The resource that a request names: a collection, or one object.
 *
 * @param kind the kind as the URL names it, group and version included
 * @param namespace empty for cluster-scoped kinds and for all namespaces
 * @param name empty for collections
 * @param subresource empty for the object itself
 */
public record RequestTarget(Kind kind, String namespace, String name, String subresource) {

    public ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    /** Where the objects lie. */
    public GroupResource stored() {
        return kind.storage().resource();
    }

    /** How texts name the resource. */
    public GroupResource named() {
        return kind.resource();
    }

    /** The object itself. */
    public Target object() {
        return new Target(kind, namespace, name);
    }

    public RequestTarget named(String newName) {
        return new RequestTarget(kind, namespace, newName, subresource);
    }

    public RequestTarget in(String newNamespace) {
        return new RequestTarget(kind, newNamespace, name, subresource);
    }
}
