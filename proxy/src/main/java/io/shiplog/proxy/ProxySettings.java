package io.shiplog.proxy;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.proxy.kernel.Scope;
import java.util.List;

/**
 * What a node's proxy needs to know.
 *
 * @param cluster where the feed of services is
 * @param mode what steers packets
 * @param scope which of the machine's kernel rules are this cluster's
 * @param nodeAddresses the addresses that node ports answer on in user space
 * @param serviceRange the range of cluster IPs, in CIDR notation
 * @param dnsAddress the cluster IP of cluster DNS
 * @param domain the cluster's domain
 */
public record ProxySettings(
        ClusterConfig cluster,
        Mode mode,
        Scope scope,
        List<String> nodeAddresses,
        String serviceRange,
        String dnsAddress,
        String domain) {

    /** What steers packets. */
    public enum Mode {
        /** The kernel where it may be told, else user space. */
        AUTO,
        KERNEL,
        USER_SPACE
    }

    public ProxySettings {
        nodeAddresses = List.copyOf(nodeAddresses);
    }
}
