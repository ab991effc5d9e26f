package io.shiplog.apiserver.join;

import java.util.Set;

/**
 * What makes nodes: signs their certificates and lets them into Kafka. Blocks. Whoever calls it has decided who may.
 */
public interface Joining {
    /** The host names and addresses that are the control plane's: no node's certificate is for them. */
    Set<String> ownHosts();

    /**
     * Makes a node.
     *
     * @throws IllegalArgumentException when the certificate request is none
     */
    Joined admit(JoinRequest request);

    /**
     * Shuts a node out of Kafka.
     *
     * @return whether Kafka let its rights be taken away; elsewhere whoever administers that Kafka does it
     */
    boolean revoke(String node);

    /** Where the cluster is now. */
    Whereabouts whereabouts();
}
