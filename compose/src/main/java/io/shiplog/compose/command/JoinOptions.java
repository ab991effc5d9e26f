package io.shiplog.compose.command;

import io.shiplog.cluster.join.ClientTls;
import io.shiplog.cluster.join.Membership;
import io.shiplog.cluster.join.NodeJoin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a node joins, which it needs the first time only. */
final class JoinOptions {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PACE = Duration.ofMillis(500);

    @Option(
            names = "--join",
            paramLabel = "TOKEN",
            description = "a token of ./shiplog token create; only needed until the node has joined")
    private @Nullable String token;

    @Option(names = "--join-file", paramLabel = "FILE", description = "a file with the token, which is waited for")
    private @Nullable Path tokenFile;

    @Option(names = "--server", paramLabel = "URL", description = "the API server, such as https://10.0.0.1:6443")
    private @Nullable String server;

    @Option(
            names = "--discovery-token-ca-cert-hash",
            paramLabel = "sha256:HASH",
            description = "the hash of the cluster's authority, which ./shiplog token create prints")
    private @Nullable String hash;

    @Option(names = "--ca-cert", paramLabel = "FILE", description = "the cluster's authority, in place of its hash")
    private @Nullable Path authority;

    /**
     * What the node is, after it has joined if it had not.
     *
     * @throws IllegalStateException when it has not, and cannot
     */
    Membership member(Path folder, String node, NodeJoin join) {
        Optional<Membership> kept = Membership.in(folder);
        if (kept.isPresent()) {
            if (!kept.get().node().equals(node)) {
                throw new IllegalStateException(folder + " is the folder of the node "
                        + kept.get().node() + "; --data names another for " + node);
            }
            return kept.get();
        }
        if (server == null || token == null && tokenFile == null) {
            throw new IllegalStateException("the node " + node + " has not joined yet: --join TOKEN and --server URL"
                    + " are needed once; ./shiplog token create prints them");
        }
        String shown = token != null ? token : awaited(Objects.requireNonNull(tokenFile));
        return join.join(server, trust(), shown, PATIENCE);
    }

    /** Whoever makes the token may start at the same time. */
    private static String awaited(Path file) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("there is no token in " + file);
            }
            try {
                Thread.sleep(PACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a token", e);
            }
        }
        return text(file).strip();
    }

    private SSLContext trust() {
        if (authority != null) {
            return ClientTls.trusting(text(authority));
        }
        if (hash == null) {
            throw new IllegalStateException("whom to trust is not said: --discovery-token-ca-cert-hash or --ca-cert");
        }
        return ClientTls.trustingHash(hash);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
