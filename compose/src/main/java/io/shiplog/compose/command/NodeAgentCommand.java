package io.shiplog.compose.command;

import io.shiplog.agent.NodeAgent;
import io.shiplog.agent.NodeAgentSettings;
import io.shiplog.agent.engine.docker.DockerEngine;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.apiserver.join.Whereabouts;
import io.shiplog.cluster.DataFolder;
import io.shiplog.cluster.ListenPort;
import io.shiplog.cluster.OneProcessCluster.Engine;
import io.shiplog.cluster.Parts;
import io.shiplog.cluster.Roles;
import io.shiplog.cluster.join.Membership;
import io.shiplog.cluster.join.NodeJoin;
import io.shiplog.journal.kafka.access.Entrance;
import io.shiplog.journal.kafka.access.KafkaRefusedException;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.NodeWay;
import io.shiplog.journal.kafka.topics.TopicWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code shiplog node-agent}: one node, which has nothing of the cluster but what it got when it joined. Once in a
 * while it asks whether that is still right, and begins anew with what has changed; its containers run on meanwhile.
 */
@Command(name = "node-agent", description = "Runs the pods of one node.", mixinStandardHelpOptions = true)
public final class NodeAgentCommand implements Callable<Integer> {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    @Mixin
    private JoinOptions joining = new JoinOptions();

    @Mixin
    private NetworkOption network = new NetworkOption();

    @Option(names = "--node", required = true, paramLabel = "NAME", description = "the node's name")
    private String node = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the node's own folder, which holds its key and its pods' volumes"
                    + " (default: nodes/NAME beside the standard data folder)")
    private @Nullable Path data;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka's bootstrap servers (default: those that the cluster says)")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Kafka client properties, where the cluster's Kafka is one that it gives nobody access to")
    private @Nullable Path kafkaConfig;

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
        try (Foreground foreground = Foreground.enter()) {
            String own = address == null ? network.network().nodeAddress(1) : address;
            Path folder = data == null
                    ? DataFolder.standard().resolveSibling("shiplog-nodes").resolve(node)
                    : data;
            var join = new NodeJoin(folder, node, List.of(own));
            ListenPort.check(own, NodeAgentSettings.Listen.SECURE_PORT, "--address chooses another address");
            Membership member = admitted(join, join.refreshed(joining.member(folder, node, join), Instant.now()));
            while (true) {
                try (Parts parts = new Parts()) {
                    foreground.watch("node-agent", start(parts, foreground, member, own));
                    Membership next = member;
                    while (next.equals(member)) {
                        OptionalInt end = foreground.await(LOOK_AGAIN);
                        if (end.isPresent()) {
                            return end.getAsInt();
                        }
                        next = join.refreshed(member, Instant.now());
                    }
                    foreground.leave();
                    member = next;
                }
            }
        }
    }

    private NodeAgent start(Parts parts, Foreground foreground, Membership member, String own) {
        ClusterConfig cluster = cluster(member);
        Entrance.checkRights(cluster.clientSettings(), cluster.cluster(), new Principal.Node(node));
        var way = NodeWay.of(cluster, node);
        parts.add(
                "ids of topics",
                TopicWatch.start(cluster, List.of(way.assignments(), way.reports()), foreground::fault));
        boolean docker = engine == Engine.DOCKER || (engine == Engine.AUTO && DockerEngine.answers(dockerHost));
        var settings = new NodeSettings(node, own, labels, taints, NodeSettings.Capacity.OF_MACHINE);
        return Roles.joinedNode(
                parts,
                cluster,
                member,
                controlPlane ? settings.asControlPlane() : settings,
                docker
                        ? new NodeAgentSettings.Docker(dockerHost)
                        : new NodeAgentSettings.Simulated(Simulation.on("10.128.0.0/16")),
                readOnlyPort.port());
    }

    /**
     * The member, with new credentials if Kafka does not take those that it has: they were made anew and never came
     * here.
     */
    private Membership admitted(NodeJoin join, Membership member) {
        try {
            Entrance.check(cluster(member).clientSettings());
            return member;
        } catch (KafkaRefusedException refused) {
            if (kafkaConfig != null || member.joined().kafka().isEmpty()) {
                throw refused;
            }
            Membership renewed = join.renewed(member);
            Entrance.check(cluster(renewed).clientSettings());
            return renewed;
        }
    }

    private ClusterConfig cluster(Membership member) {
        Whereabouts where = member.joined().where();
        return new ClusterConfig(
                kafka == null ? where.bootstrapServers() : kafka,
                where.cluster(),
                kafkaConfig == null
                        ? Logins.sameForAll(member.kafkaClient())
                        : Logins.read(kafkaConfig).as(new Principal.Node(node)));
    }
}
