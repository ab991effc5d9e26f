package io.shiplog.agent;

import io.shiplog.agent.engine.docker.DockerEngine;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.volume.TokenSource;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent needs to know.
 *
 * @param node the node that it is; with simulated nodes the name is a prefix
 * @param engine what runs the containers
 * @param data the agent's own folder, on a disk that the engine sees under the same path
 * @param listen where its servers listen
 * @param network the cluster's network as pods see it
 * @param heartbeat how often the node reports; every 10 s in clusters
 * @param tokens issues those of the pods' accounts
 */
public record NodeAgentSettings(
        ClusterConfig cluster,
        NodeSettings node,
        EngineChoice engine,
        Path data,
        Listen listen,
        Network network,
        Duration heartbeat,
        TokenSource tokens) {
    public static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** Which engine. */
    public sealed interface EngineChoice {}

    /** A Docker engine at {@code unix:///path} or {@code tcp://host:port}. */
    public record Docker(String host) implements EngineChoice {
        public static final Docker DEFAULT = new Docker(DockerEngine.DEFAULT_HOST);
    }

    /** Containers that are only states. */
    public record Simulated(Simulation simulation) implements EngineChoice {}

    /**
     * Where the servers listen.
     *
     * @param address to bind to
     * @param securePort of the authenticated server, 0 for a free one, -1 for none
     * @param readOnlyPort of the read-only server, 0 for a free one, -1 for none
     * @param pem the authenticated server's identity; without it there is no such server
     */
    public record Listen(
            String address,
            int securePort,
            int readOnlyPort,
            @Nullable Pem pem) {
        /** The kubelet's usual ports. */
        public static final int SECURE_PORT = 10250;

        public static final int READ_ONLY_PORT = 10255;
    }

    /** PEM files: a certificate with its key, and the authority whose clients are let in. */
    public record Pem(Path authority, Path certificate, Path key) {}

    /**
     * The cluster's network.
     *
     * @param dnsServers that pods ask for names, none for the machine's
     * @param domain the cluster's domain
     */
    public record Network(List<String> dnsServers, String domain) {
        public static final Network WITHOUT_DNS = new Network(List.of(), "cluster.local");

        public Network {
            dnsServers = List.copyOf(dnsServers);
        }
    }
}
