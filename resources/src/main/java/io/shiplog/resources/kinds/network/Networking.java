package io.shiplog.resources.kinds.network;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.names.IpSyntax;
import io.shiplog.resources.validation.IpRules;
import java.util.List;

/** Ingresses, network policies, and the addresses of the cluster: networking.k8s.io. */
public final class Networking {
    public static final Kind INGRESS_CLASSES = Kind.ofCluster("networking.k8s.io/v1", "IngressClass", "ingressclasses")
            .rules(Rules.schemaOnly()
                    .defaults(NetworkDefaults::ingressClass)
                    .countsGenerations()
                    .table(NetworkTables::ingressClasses)
                    .build());

    public static final Kind INGRESSES = Kind.namespaced("networking.k8s.io/v1", "Ingress", "ingresses")
            .shortNames("ing")
            .status()
            .rules(Rules.schemaOnly()
                    .initialStatus((status, ingress) -> status.putObject("loadBalancer"))
                    .countsGenerations()
                    .statusKeeps("labels")
                    .table(NetworkTables::ingresses)
                    .build());

    public static final Kind ADDRESSES = Kind.ofCluster("networking.k8s.io/v1", "IPAddress", "ipaddresses")
            .shortNames("ip")
            .rules(Rules.schemaOnly()
                    .names(name -> IpSyntax.isAddress(name) ? List.of() : List.of(IpRules.NOT_AN_ADDRESS))
                    .table(NetworkTables::ipAddresses)
                    .build());

    public static final Kind POLICIES = Kind.namespaced("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies")
            .shortNames("netpol")
            .rules(Rules.schemaOnly()
                    .defaults(NetworkDefaults::networkPolicy)
                    .countsGenerations()
                    .table(NetworkTables::networkPolicies)
                    .build());

    public static final Kind SERVICE_RANGES = Kind.ofCluster("networking.k8s.io/v1", "ServiceCIDR", "servicecidrs")
            .status()
            .rules(Rules.schemaOnly().table(NetworkTables::serviceCidrs).build());

    private Networking() {}
}
