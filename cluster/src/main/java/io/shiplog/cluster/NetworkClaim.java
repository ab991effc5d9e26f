package io.shiplog.cluster;

import io.shiplog.agent.NodeAgentSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * One process' hold on a network of this machine: a listening socket on an address of that network, which the kernel gives to
 * one process at a time and takes back however the process ends. Nobody connects to it.
 */
public final class NetworkClaim implements AutoCloseable {
    /** Kube-proxy's: whoever has a network steers its traffic. */
    private static final int PORT = 10256;

    private final ClusterNetwork network;
    private final ServerSocket socket;

    private NetworkClaim(ClusterNetwork network, ServerSocket socket) {
        this.network = network;
        this.socket = socket;
    }

    /** Takes a network; empty when another process has it. */
    public static Optional<NetworkClaim> take(ClusterNetwork network) {
        try {
            InetAddress address = InetAddress.getByName(network.claimAddress());
            return Optional.of(new NetworkClaim(network, new ServerSocket(PORT, 1, address)));
        } catch (BindException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take " + network, e);
        }
    }

    /**
     * Takes the network of a cluster that keeps {@code file}: the one that it has had from its first start, which {@code file}
     * says, because its services have addresses there. At the first start that is {@code wanted}, or else the first free one.
     *
     * @throws IllegalStateException when it cannot be had, saying why and what helps
     */
    public static NetworkClaim take(Path file, Optional<ClusterNetwork> wanted) {
        Optional<ClusterNetwork> kept = read(file);
        if (kept.isPresent() && wanted.isPresent() && !kept.equals(wanted)) {
            throw new IllegalStateException(
                    "this cluster has " + kept.get() + " and its services have addresses there: it cannot get another");
        }
        Optional<ClusterNetwork> certain = kept.or(() -> wanted);
        NetworkClaim claim = certain.isPresent()
                ? take(certain.get())
                        .orElseThrow(() -> new IllegalStateException("another cluster on this machine has "
                                + certain.get() + ": stop it"
                                + (kept.isPresent() ? "" : ", or choose another with --network")))
                : firstFree();
        if (kept.isEmpty()) {
            write(file, claim.network());
        }
        return claim;
    }

    private static NetworkClaim firstFree() {
        for (int number = 0; number < ClusterNetwork.COUNT; number++) {
            var network = new ClusterNetwork(number);
            // Agents that run as roles of their own claim nothing, but one of them has the first node's address.
            if (ListenPort.isFree(network.nodeAddress(1), NodeAgentSettings.Listen.SECURE_PORT)) {
                Optional<NetworkClaim> claim = take(network);
                if (claim.isPresent()) {
                    return claim.get();
                }
            }
        }
        throw new IllegalStateException("all " + ClusterNetwork.COUNT + " networks of this machine are taken");
    }

    private static Optional<ClusterNetwork> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(new ClusterNetwork(
                            Integer.parseInt(Files.readString(file).strip())))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    file + " is damaged: it says which network the cluster has, a number from 0 to "
                            + (ClusterNetwork.COUNT - 1) + ", the second one of its services' addresses less 96",
                    e);
        }
    }

    /** At once or not at all: a process may be killed in between. */
    private static void write(Path file, ClusterNetwork network) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, network.number() + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    public ClusterNetwork network() {
        return network;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + network, e);
        }
    }
}
