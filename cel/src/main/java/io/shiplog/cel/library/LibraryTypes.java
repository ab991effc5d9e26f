package io.shiplog.cel.library;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.StructType;
import java.util.List;
import java.util.Optional;

/** The types that Kubernetes' libraries add. */
public final class LibraryTypes {
    static final CelType URL = named("kubernetes.URL");
    static final CelType QUANTITY = named("kubernetes.Quantity");
    static final CelType SEMVER = named("kubernetes.Semver");
    static final CelType FORMAT = named("kubernetes.NamedFormat");
    static final CelType IP = OpaqueType.create("net.IP");
    static final CelType CIDR = OpaqueType.create("net.CIDR");
    public static final CelType AUTHORIZER = named("kubernetes.authorization.Authorizer");
    static final CelType PATH_CHECK = named("kubernetes.authorization.PathCheck");
    static final CelType GROUP_CHECK = named("kubernetes.authorization.GroupCheck");
    public static final CelType RESOURCE_CHECK = named("kubernetes.authorization.ResourceCheck");
    static final CelType DECISION = named("kubernetes.authorization.Decision");

    public static final List<CelType> ALL = List.of(
            URL, QUANTITY, SEMVER, FORMAT, IP, CIDR, AUTHORIZER, PATH_CHECK, GROUP_CHECK, RESOURCE_CHECK, DECISION);

    private LibraryTypes() {}

    private static CelType named(String name) {
        return StructType.create(name, ImmutableSet.of(), field -> Optional.empty());
    }
}
