package io.shiplog.compose.command;

import io.shiplog.cluster.Parts;
import io.shiplog.cluster.RoleEndpoint;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where a role that runs by itself answers {@code /metrics}, {@code /healthz} and {@code /readyz}. */
final class EndpointOptions {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointOptions.class);

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
        RoleEndpoint endpoint = parts.add(
                "endpoint", port == null ? standard(standard, answers) : RoleEndpoint.start(address, port, answers));
        LOG.info("metrics and health at http://{}:{}", address, endpoint.port());
    }

    private RoleEndpoint standard(int standard, RoleEndpoint.Answers answers) {
        try {
            return RoleEndpoint.start(address, standard, answers);
        } catch (UncheckedIOException taken) {
            LOG.info("{}, taking another port", taken.getMessage());
            return RoleEndpoint.start(address, 0, answers);
        }
    }
}
