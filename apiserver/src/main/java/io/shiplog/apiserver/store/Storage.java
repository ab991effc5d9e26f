package io.shiplog.apiserver.store;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;

/** Where kinds are stored. An object lies in one place whatever group and version it is read in. */
public final class Storage {
    private Storage() {}

    public static GroupResource of(Kind kind) {
        return kind.storage().resource();
    }

    /** The resource as a client named it, for texts. */
    public static GroupResource named(Kind kind) {
        return kind.resource();
    }
}
