package io.shiplog.compose.command;

import io.shiplog.cluster.Parts;
import io.shiplog.cluster.RoleEndpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a role that runs by itself answers {@code /metrics}, {@code /healthz} and {@code /readyz}. */
final class EndpointOptions {
    @Option(
            names = "--endpoint-address",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "where /metrics, /healthz and /readyz are answered (default: ${DEFAULT-VALUE})")
    String address = "127.0.0.1";

    @Option(
            names = "--endpoint-port",
            paramLabel = "PORT",
            description = "their port, 0 for any free one (default: upstream's, or any free one where that is taken)")
    @Nullable
    Integer port;

    /** @param standard upstream's port of the role */
    void start(Parts parts, int standard, RoleEndpoint.Answers answers) {
        parts.add(
                "endpoint",
                port == null
                        ? RoleEndpoint.startNear(address, standard, answers)
                        : RoleEndpoint.start(address, port, answers));
    }
}
