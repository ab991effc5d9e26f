package io.shiplog.resources.kinds.service;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.validation.Changes;

/** Endpoints of services, in their old form and as slices. */
public final class Endpoints {
    public static final Kind KIND = Kind.namespaced("v1", "Endpoints", "endpoints")
            .shortNames("ep")
            .rules(Rules.validatedBy(EndpointRules::endpoints)
                    .defaults(ServiceDefaults::endpoints)
                    .table(ServiceTables::endpoints)
                    .createsOnUpdate()
                    .build());

    public static final Kind SLICES = Kind.namespaced("discovery.k8s.io/v1", "EndpointSlice", "endpointslices")
            .rules(Rules.validatedBy(EndpointRules::slice)
                    .changes((root, old) -> Changes.unchanged(root.at("addressType"), old.path("addressType")))
                    .defaults(ServiceDefaults::endpointSlice)
                    .countsGenerations("labels")
                    .table(ServiceTables::endpointSlices)
                    .build());

    public static final GroupResource RESOURCE = KIND.resource();
    public static final GroupResource SLICE_RESOURCE = SLICES.resource();

    private Endpoints() {}
}
