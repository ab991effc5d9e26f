package io.shiplog.proxy;

import io.shiplog.journal.kafka.ClusterConfig;
import java.util.List;

/**
 * What a node's proxy needs to know.
 *
 * @param cluster where the state topics are
 * @param mode what steers packets
 * @param nodeAddresses the addresses that node ports answer on
 * @param serviceRange the range of cluster IPs, in CIDR notation
 * @param dnsAddress the cluster IP of cluster DNS
 * @param domain the cluster's domain
 */
public record ProxySettings(
        ClusterConfig cluster,
        Mode mode,
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

    /** The usual ranges and names, the best mode that this machine allows. */
    public static ProxySettings of(ClusterConfig cluster, List<String> nodeAddresses) {
        return new ProxySettings(cluster, Mode.AUTO, nodeAddresses, "10.96.0.0/16", "10.96.0.10", "cluster.local");
    }
}
