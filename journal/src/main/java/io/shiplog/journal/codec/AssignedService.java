package io.shiplog.journal.codec;

import java.util.List;

/** A service as a container's environment shows it. */
public record AssignedService(String namespace, String name, String clusterIp, List<Port> ports) {
    public AssignedService {
        ports = List.copyOf(ports);
    }

    /**
     * A port of the service.
     *
     * @param name empty if it has none
     * @param protocol such as {@code TCP}
     */
    public record Port(String name, int port, String protocol) {}
}
