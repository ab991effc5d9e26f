package io.shiplog.proxy.dns;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who may ask this machine's DNS for names that are not the cluster's: the machine itself, which is every node on it,
 * and the containers at its bridges, which its pods are. A neighbour in the machine's own network is not. Networks that
 * come later are known after {@link #FRESH} at the latest. One event loop owns it.
 */
final class LocalClients implements Predicate<InetAddress> {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private List<Network> networks = List.of();
    private long readAtNanos;

    /** Addresses that agree in their first {@code bits} bits. */
    record Network(InetAddress address, int bits) {
        boolean holds(InetAddress other) {
            byte[] own = address.getAddress();
            byte[] theirs = other.getAddress();
            if (own.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = 0xFF << Math.max(0, 8 - (bits - bit));
                if (((own[bit / 8] ^ theirs[bit / 8]) & mask & 0xFF) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public boolean test(InetAddress client) {
        if (client.isLoopbackAddress()) {
            return true;
        }
        long now = System.nanoTime();
        if (networks.isEmpty() || now - readAtNanos > FRESH.toNanos()) {
            networks = ofThisMachine();
            readAtNanos = now;
        }
        return networks.stream().anyMatch(network -> network.holds(client));
    }

    private static List<Network> ofThisMachine() {
        try {
            var networks = new ArrayList<Network>();
            for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
                boolean bridge = Files.exists(Path.of("/sys/class/net", device.getName(), "bridge"));
                for (InterfaceAddress own : device.getInterfaceAddresses()) {
                    InetAddress address = own.getAddress();
                    int whole = address.getAddress().length * 8;
                    networks.add(new Network(address, bridge ? own.getNetworkPrefixLength() : whole));
                }
            }
            return networks;
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot list this machine's networks", e);
        }
    }
}
