package io.shiplog.cluster;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** By which addresses a server is reached that listens on {@code 0.0.0.0}. */
final class MachineAddresses {
    private static final String ALL = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1";

    private MachineAddresses() {}

    /** The address to bind, or for the wildcard every IPv4 address of this machine, loopback last. */
    static List<String> of(String bindAddress) {
        if (!bindAddress.equals(ALL)) {
            return List.of(bindAddress);
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .sorted((one, other) -> Boolean.compare(one.isLoopbackAddress(), other.isLoopbackAddress()))
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot list this machine's addresses", e);
        }
    }

    /** The address by which this machine itself reaches the server. */
    static String local(String bindAddress) {
        return bindAddress.equals(ALL) ? LOOPBACK : bindAddress;
    }
}
