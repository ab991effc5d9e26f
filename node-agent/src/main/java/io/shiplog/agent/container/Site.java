package io.shiplog.agent.container;

import java.util.List;

/**
 * What containers learn of the place that they run in.
 *
 * @param owner the agent that containers are labelled with
 * @param node the node's name
 * @param hostIp the node's address
 * @param dnsServers the cluster's name servers, empty while it has none: pods use the machine's then
 * @param domain the cluster's domain, {@code cluster.local}
 * @param cpuMillis and {@code memoryBytes}: what the node can give to pods
 */
public record Site(
        String owner,
        String node,
        String hostIp,
        List<String> dnsServers,
        String domain,
        long cpuMillis,
        long memoryBytes) {
    public Site {
        dnsServers = List.copyOf(dnsServers);
    }
}
