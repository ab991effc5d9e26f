package io.shiplog.apiserver.store;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.write.Target;

/**
 * What a request is about.
 *
 * @param kind the kind as the URL names it, group and version included
 * @param namespace empty for cluster-scoped kinds and for all namespaces
 * @param name empty for collections
 * @param subresource empty for the object itself
 */
public record Subject(Kind kind, String namespace, String name, String subresource) {

    public ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    /** Where the objects lie. */
    public GroupResource stored() {
        return Storage.of(kind);
    }

    /** How texts name the resource. */
    public GroupResource named() {
        return Storage.named(kind);
    }

    /** The object itself. */
    public Target target() {
        return new Target(kind, namespace, name);
    }

    public Subject named(String newName) {
        return new Subject(kind, namespace, newName, subresource);
    }

    public Subject in(String newNamespace) {
        return new Subject(kind, newNamespace, name, subresource);
    }
}
