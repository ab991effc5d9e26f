package io.shiplog.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One process' hold on a network of this machine: a listening socket on an address of that network, which the kernel
 * gives to one process at a time and takes back however the process ends. Nobody connects to it.
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
     * Takes the network of a cluster that keeps {@code file}: {@code wanted}, or else the one of its last start, which
     * {@code file} says, or else, at the first start and when another holds addresses of that one, the first that
     * nobody does.
     *
     * @param usable whether nobody else holds the addresses of a network that the cluster needs
     * @param say is told when the cluster gets another network than it had
     * @throws IllegalStateException when none can be had, saying why and what helps
     */
    public static NetworkClaim take(
            Path file, Optional<ClusterNetwork> wanted, Predicate<ClusterNetwork> usable, Consumer<String> say) {
        Optional<ClusterNetwork> kept = read(file);
        Optional<NetworkClaim> first = wanted.or(() -> kept).flatMap(network -> take(network, usable));
        if (first.isEmpty() && wanted.isPresent()) {
            throw new IllegalStateException("another process on this machine holds addresses of " + wanted.get()
                    + ": stop it, or choose another with --network");
        }
        NetworkClaim claim = first.orElseGet(() -> firstFree(usable));
        if (kept.isPresent() && !kept.get().equals(claim.network())) {
            say.accept((wanted.isPresent()
                            ? ""
                            : "Another process on this machine holds addresses of " + kept.get() + ": ")
                    + "the cluster moves to " + claim.network()
                    + ", where its services keep the last two numbers of their addresses.");
        }
        if (!kept.equals(Optional.of(claim.network()))) {
            write(file, claim.network());
        }
        return claim;
    }

    private static Optional<NetworkClaim> take(ClusterNetwork network, Predicate<ClusterNetwork> usable) {
        return usable.test(network) ? take(network) : Optional.empty();
    }

    private static NetworkClaim firstFree(Predicate<ClusterNetwork> usable) {
        for (int number = 0; number < ClusterNetwork.COUNT; number++) {
            Optional<NetworkClaim> claim = take(new ClusterNetwork(number), usable);
            if (claim.isPresent()) {
                return claim.get();
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
