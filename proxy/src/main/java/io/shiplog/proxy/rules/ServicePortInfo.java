package io.shiplog.proxy.rules;

import java.util.List;

/**
 * One port of one service, and where its connections go.
 *
 * @param namespace the service's namespace
 * @param service the service's name
 * @param portName the port's name, empty if it is the only one
 * @param protocol its protocol
 * @param addresses the cluster IP and external IPs it answers on; empty for a service that has none
 * @param port its port on those addresses
 * @param nodePort its port on every node, 0 if it has none
 * @param affinitySeconds how long a client keeps its endpoint, 0 without session affinity
 * @param endpoints where its connections go, sorted; empty when no endpoint is ready
 */
public record ServicePortInfo(
        String namespace,
        String service,
        String portName,
        Protocol protocol,
        List<String> addresses,
        int port,
        int nodePort,
        int affinitySeconds,
        List<Endpoint> endpoints)
        implements Comparable<ServicePortInfo> {
    public ServicePortInfo {
        addresses = List.copyOf(addresses);
        endpoints = List.copyOf(endpoints);
    }

    /** {@code namespace/service:port}, unique in a table together with the protocol. */
    public String id() {
        return namespace + "/" + service + (portName.isEmpty() ? "" : ":" + portName);
    }

    @Override
    public int compareTo(ServicePortInfo other) {
        int byId = id().compareTo(other.id());
        return byId != 0 ? byId : protocol.compareTo(other.protocol);
    }
}
