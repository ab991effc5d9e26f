package io.shiplog.apiserver.store;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.catalogue.Catalogue;
import io.shiplog.resources.catalogue.ResourceKind;

/** Where kinds are stored. An object lies in one place whatever group and version it is read in. */
public final class Storage {
    private Storage() {}

    public static GroupResource of(ResourceKind kind) {
        return named(Catalogue.builtIn().storage(kind));
    }

    /** The resource as a client named it, for texts. */
    public static GroupResource named(ResourceKind kind) {
        return new GroupResource(kind.plural(), kind.group());
    }
}
