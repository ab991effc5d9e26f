package io.shiplog.resources.write;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.kind.Companions;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;

/**
 * The object that a write is about.
 *
 * @param kind the kind as whoever writes names it, group and version included
 * @param namespace empty for cluster-scoped kinds
 */
public record Target(Kind kind, String namespace, String name) {

    public ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    /** Where the object lies, whatever group and version it is written in. */
    public GroupResource stored() {
        return kind.storage().resource();
    }

    /** The rules of what is stored. */
    public Rules rules() {
        return kind.storage().rules();
    }

    public Companions companions() {
        return rules().companions();
    }

    /** How texts name the resource. */
    public GroupResource named() {
        return kind.resource();
    }
}
