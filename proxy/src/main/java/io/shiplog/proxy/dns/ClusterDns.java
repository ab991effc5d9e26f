package io.shiplog.proxy.dns;

import io.shiplog.proxy.Command;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Cluster DNS of this machine: answers on the cluster's DNS address, which becomes an address of this machine's own, so
 * that its containers reach it without a translation. Where that is not allowed it does not answer.
 */
public final class ClusterDns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterDns.class);
    private static final int PORT = 53;
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private final String domain;
    private final String address;
    private final @Nullable DnsServer server;

    private ClusterDns(String domain, String address, @Nullable DnsServer server) {
        this.domain = domain;
        this.address = address;
        this.server = server;
    }

    /**
     * Starts answering for {@code domain} on {@code address}, port 53, if this machine lets it.
     *
     * @param address a cluster IP
     * @param domain such as {@code cluster.local}
     */
    public static ClusterDns start(String address, String domain) {
        // It may be there already, left behind by a process that was killed.
        Command.run("", List.of("ip", "address", "add", address + "/32", "dev", "lo"));
        try {
            DnsServer server = DnsServer.start(
                    new InetSocketAddress(InetAddress.getByName(address), PORT),
                    Zone.of(domain, List.of(), List.of()),
                    new DnsServer.Beyond(() -> ResolvConf.nameServers(RESOLV_CONF, address), new LocalClients()));
            return new ClusterDns(domain, address, server);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + address, e);
        } catch (Exception e) {
            // Netty rethrows the checked BindException without declaring it.
            LOG.info("cluster DNS does not answer on {}: {}", address, e.getMessage());
            removeAddress(address);
            return new ClusterDns(domain, address, null);
        }
    }

    /** Whether names are answered on the cluster's address. */
    public boolean answersClusterAddress() {
        return server != null;
    }

    /** Answers from these objects from now on. */
    public void use(Collection<JsonNode> services, Collection<JsonNode> slices) {
        if (server != null) {
            server.use(Zone.of(domain, services, slices));
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            removeAddress(address);
        }
    }

    private static void removeAddress(String address) {
        Command.run("", List.of("ip", "address", "del", address + "/32", "dev", "lo"));
    }
}
