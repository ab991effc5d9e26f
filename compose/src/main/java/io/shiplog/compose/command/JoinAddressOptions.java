package io.shiplog.compose.command;

import io.shiplog.cluster.ListenPort;
import io.shiplog.cluster.OneProcessCluster;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where nodes of other machines find a cluster. */
final class JoinAddressOptions {
    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = "--join-address",
            paramLabel = "ADDRESS",
            description =
                    "an address of this machine where nodes of other machines join: API server and Kafka listen there,"
                            + " both for certificates of the cluster only (default: this machine's nodes may join, on loopback)")
    private @Nullable String address;

    @Option(
            names = "--join-kafka-port",
            defaultValue = "9093",
            paramLabel = "PORT",
            description = "where Kafka listens on that address (default: ${DEFAULT-VALUE})")
    private int kafkaPort;

    OneProcessCluster.Listening listening(int port) {
        return address == null
                ? OneProcessCluster.Listening.loopback(port)
                : new OneProcessCluster.Listening(address, port, kafkaPort);
    }

    /** @throws IllegalStateException when somebody listens there */
    void check(int port) {
        ListenPort.check(address == null ? LOOPBACK : address, port, "--port chooses another port");
        if (address != null) {
            ListenPort.check(address, kafkaPort, "--join-kafka-port chooses another port");
        }
    }
}
