package io.shiplog.agent.container;

import java.util.List;

/**
 * The node that a pod runs on, as its containers learn of it.
 *
 * @param owner the agent that containers are labelled with
 * @param node the node's name
 * @param hostIp the node's address
 * @param dnsServers the cluster's name servers, empty while it has none: pods use the machine's then
 * @param domain the cluster's domain, {@code cluster.local}
 * @param cpuMillis and {@code memoryBytes}: what the node can give to pods
 */
public record HostNode(
        String owner,
        String node,
        String hostIp,
        List<String> dnsServers,
        String domain,
        long cpuMillis,
        long memoryBytes) {
    public HostNode {
        dnsServers = List.copyOf(dnsServers);
    }
}
