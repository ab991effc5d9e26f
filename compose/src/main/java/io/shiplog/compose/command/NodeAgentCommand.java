package io.shiplog.compose.command;

import io.shiplog.agent.NodeAgent;
import io.shiplog.agent.NodeAgentSettings;
import io.shiplog.agent.engine.docker.DockerEngine;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.cluster.ListenPort;
import io.shiplog.cluster.OneProcessCluster.Engine;
import io.shiplog.cluster.Parts;
import io.shiplog.cluster.Roles;
import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shiplog node-agent}: one node. */
@Command(name = "node-agent", description = "Runs the pods of one node.", mixinStandardHelpOptions = true)
public final class NodeAgentCommand implements Callable<Integer> {

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private NetworkOption network = new NetworkOption();

    @Option(names = "--node", required = true, paramLabel = "NAME", description = "the node's name")
    private String node = "";

    @Option(
            names = "--address",
            description = "the node's own address, where its servers listen (default: the network's first, 127.N.1.1)")
    private @Nullable String address;

    @Mixin
    private ReadOnlyPortOption readOnlyPort = new ReadOnlyPortOption();

    @Option(
            names = "--engine",
            defaultValue = "docker",
            description = "docker or simulated (default: ${DEFAULT-VALUE})")
    private Engine engine = Engine.DOCKER;

    @Option(
            names = "--docker-host",
            defaultValue = DockerEngine.DEFAULT_HOST,
            paramLabel = "URL",
            description = "where the Docker engine answers (default: ${DEFAULT-VALUE})")
    private String dockerHost = DockerEngine.DEFAULT_HOST;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "a label of the node; may be repeated")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--taint", paramLabel = "KEY=VALUE:EFFECT", description = "a taint of the node; may be repeated")
    private List<String> taints = new ArrayList<>();

    @Option(
            names = "--control-plane",
            description = "a control-plane node: the role's label, and the taint that keeps other pods away")
    private boolean controlPlane;

    @Override
    public Integer call() throws InterruptedException {
        try (Foreground foreground = Foreground.enter();
                Parts parts = new Parts()) {
            ClusterConfig cluster = kafka.enter(Principal.Role.NODES);
            Roles.watchTopics(parts, cluster, Principal.Role.NODES, foreground::fault);
            boolean docker = engine == Engine.DOCKER || (engine == Engine.AUTO && DockerEngine.answers(dockerHost));
            String own = address == null ? network.network().nodeAddress(1) : address;
            ListenPort.check(own, NodeAgentSettings.Listen.SECURE_PORT, "--address chooses another address");
            var settings = new NodeSettings(node, own, labels, taints, NodeSettings.Capacity.OF_MACHINE);
            NodeAgent agent = Roles.nodeAgent(
                    parts,
                    cluster,
                    Pki.open(kafka.data.resolve("pki")),
                    controlPlane ? settings.asControlPlane() : settings,
                    docker
                            ? new NodeAgentSettings.Docker(dockerHost)
                            : new NodeAgentSettings.Simulated(Simulation.on("10.128.0.0/16")),
                    kafka.data,
                    readOnlyPort.port(),
                    docker ? List.of(network.network().dnsAddress()) : List.of());
            return foreground.run("node-agent", agent);
        }
    }
}
