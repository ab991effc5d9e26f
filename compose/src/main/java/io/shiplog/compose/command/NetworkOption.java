package io.shiplog.compose.command;

import io.shiplog.cluster.ClusterNetwork;
import picocli.CommandLine.Option;

/** Which addresses the roles of a cluster have on this machine. */
final class NetworkOption {

    @Option(
            names = "--network",
            defaultValue = "0",
            paramLabel = "N",
            description = "which of this machine's networks the cluster has, the same for all of its roles: nodes at"
                    + " 127.N.x.x, services at 10.(96+N).x.x (default: ${DEFAULT-VALUE})")
    private int number;

    ClusterNetwork network() {
        return new ClusterNetwork(number);
    }
}
