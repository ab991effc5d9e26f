package io.shiplog.scheduler.cluster;

/**
 * A port of the node that a container takes for itself.
 *
 * @param ip the node address it binds, {@code 0.0.0.0} for all
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 * @param port 1 to 65535
 */
public record HostPort(String ip, String protocol, int port) {
    private static final String ALL = "0.0.0.0";

    public HostPort {
        ip = ip.isEmpty() ? ALL : ip;
        protocol = protocol.isEmpty() ? "TCP" : protocol;
    }

    public boolean conflictsWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (ip.equals(other.ip) || ip.equals(ALL) || other.ip.equals(ALL));
    }
}
