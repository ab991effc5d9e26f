package io.shiplog.cluster;

import io.shiplog.proxy.kernel.Scope;

/**
 * The addresses of one cluster on its machine: nodes, services, cluster DNS. Clusters of different numbers have none in
 * common, so they run side by side. Pure.
 *
 * @param number 0 to 31
 */
public record ClusterNetwork(int number) {
    /** What a cluster has that is alone on its machine. */
    public static final ClusterNetwork FIRST = new ClusterNetwork(0);

    /** How many clusters there can be on a machine: 10.128.0.0 and up are addresses of simulated pods. */
    public static final int COUNT = 32;

    private static final int FIRST_SERVICES = 96;
    private static final int NODES_PER_GROUP = 250;

    public ClusterNetwork {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("a network's number is 0 to " + (COUNT - 1) + ", not " + number);
        }
    }

    /** The address of the n-th node, counted from 1: all of 127.0.0.0/8 is the machine's own. */
    public String nodeAddress(int node) {
        return "127." + number + "." + (1 + (node - 1) / NODES_PER_GROUP * 4) + "."
                + ((node - 1) % NODES_PER_GROUP + 1);
    }

    /** The address that simulated nodes share. */
    public String simulatedNodesAddress() {
        return "127." + number + ".2.1";
    }

    /** An address that no node has. */
    String claimAddress() {
        return "127." + number + ".3.1";
    }

    String serviceRange() {
        return services() + "0.0/16";
    }

    /** The {@code kubernetes} service's. */
    String apiAddress() {
        return services() + "0.1";
    }

    public String dnsAddress() {
        return services() + "0.10";
    }

    private String services() {
        return "10." + (FIRST_SERVICES + number) + ".";
    }

    /** Which of the machine's kernel rules are the cluster's. */
    Scope scope() {
        return number == 0 ? Scope.FIRST : new Scope(Integer.toString(number), "127." + number + ".0.0/16");
    }

    @Override
    public String toString() {
        return "network " + number + " (nodes 127." + number + ".x.x, services " + serviceRange() + ")";
    }
}
