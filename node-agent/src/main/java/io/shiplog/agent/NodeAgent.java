package io.shiplog.agent;

import io.shiplog.agent.container.HostNode;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineInfo;
import io.shiplog.agent.engine.docker.DockerEngine;
import io.shiplog.agent.engine.simulated.SimulatedEngine;
import io.shiplog.agent.link.AgentLink;
import io.shiplog.agent.link.AssignmentListener;
import io.shiplog.agent.link.KafkaAgentLink;
import io.shiplog.agent.node.AgentId;
import io.shiplog.agent.node.Machine;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.server.AgentServers;
import io.shiplog.agent.volume.DiskVolumes;
import io.shiplog.agent.volume.NoVolumes;
import io.shiplog.agent.volume.PodTokens;
import io.shiplog.agent.volume.PodVolumes;
import io.shiplog.agent.worker.AgentMeters;
import io.shiplog.agent.worker.MeteredEngine;
import io.shiplog.agent.worker.NetworkProber;
import io.shiplog.agent.worker.NodeContext;
import io.shiplog.agent.worker.NodeWorker;
import io.shiplog.agent.worker.Prober;
import io.shiplog.journal.kafka.topics.TopicIds;
import io.shiplog.resources.quantity.Quantity;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The agent of one node. Closing it leaves the node's containers running; the next agent with the same data folder
 * adopts them.
 */
public final class NodeAgent implements NodeRole {
    private static final Duration RESYNC = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Engine engine;
    private final AgentLink link;
    private final AgentThreads threads;
    private final @Nullable NetworkProber prober;
    private final AgentServers servers;
    private final NodeWorker node;
    private final CompletableFuture<Void> running = new CompletableFuture<>();

    private NodeAgent(NodeAgentSettings settings, AgentLink link, String cluster) {
        this.link = link;
        vertx = Vertx.vertx();
        boolean simulated = settings.engine() instanceof NodeAgentSettings.Simulated;
        threads = simulated ? AgentThreads.shared() : AgentThreads.virtual();
        engine = switch (settings.engine()) {
            case NodeAgentSettings.Docker docker -> DockerEngine.connect(docker.host(), cluster);
            case NodeAgentSettings.Simulated choice -> new SimulatedEngine(choice.simulation(), InstantSource.system());
        };
        prober = simulated ? null : new NetworkProber(engine, vertx);
        servers = new AgentServers(vertx, settings.listen(), InstantSource.system());
        Engine metered = MeteredEngine.of(engine, servers.registry());
        String id = AgentId.in(settings.data(), UUID.randomUUID().toString());
        HostNode host = host(settings, settings.node(), engine.info(), id);
        PodVolumes volumes = simulated
                ? new NoVolumes(host)
                : new DiskVolumes(settings.data(), host, PodTokens.from(settings.tokens(), InstantSource.system()));
        var context = new NodeContext(
                host,
                new Desired.Place(settings.node().internalIp(), runtime(engine.info())),
                metered,
                volumes,
                prober == null ? Prober.AGREEABLE : prober,
                link,
                threads.of(InstantSource.system()),
                new AgentMeters(servers.registry()));
        var machine = new Machine(engine, id, simulated ? null : settings.data());
        node = new NodeWorker(context, settings.node(), machine, servers.securePort());
        servers.serve(List.of(node));
        node.start(settings.heartbeat(), simulated ? Duration.ZERO : RESYNC);
        link.start(new AssignmentListener() {
            @Override
            public void assigned(String ignored, String podUid, @Nullable PodAssignment assignment) {
                node.assigned(podUid, assignment);
            }

            @Override
            public void caughtUp(Set<String> untold) {
                node.caughtUp(untold);
                running.complete(null);
            }
        });
    }

    /**
     * Starts an agent on a cluster's Kafka.
     *
     * @throws io.shiplog.agent.engine.EngineException when the engine does not answer
     */
    public static NodeAgent start(NodeAgentSettings settings) {
        String cluster = settings.engine() instanceof NodeAgentSettings.Docker
                ? TopicIds.assignments(settings.cluster()).orElse("")
                : "";
        return new NodeAgent(
                settings,
                new KafkaAgentLink(settings.cluster(), Set.of(settings.node().name())),
                cluster);
    }

    /** Starts an agent on a link of the caller's, which the agent closes with itself. */
    public static NodeAgent start(NodeAgentSettings settings, AgentLink link) {
        return new NodeAgent(settings, link, "");
    }

    static HostNode host(NodeAgentSettings settings, NodeSettings node, EngineInfo info, String owner) {
        NodeSettings.Capacity capacity = node.capacity();
        String cpu = capacity.cpu();
        String memory = capacity.memory();
        return new HostNode(
                owner,
                node.name(),
                node.internalIp(),
                settings.network().dnsServers(),
                settings.network().domain(),
                cpu == null
                        ? info.cpus() * 1000L
                        : amount(cpu).multiply(BigDecimal.valueOf(1000)).longValue(),
                memory == null ? info.memoryBytes() : amount(memory).longValue());
    }

    private static BigDecimal amount(String quantity) {
        return Quantity.parse(quantity).amount();
    }

    static String runtime(EngineInfo info) {
        return info.runtimeVersion().substring(0, info.runtimeVersion().indexOf("://"));
    }

    /** Completes when it has been told all that was assigned to its node at the start. */
    @Override
    public CompletableFuture<Void> running() {
        return running.copy();
    }

    /** The port of the authenticated server, 0 when there is none. */
    public int securePort() {
        return servers.securePort();
    }

    /** The port of the read-only server, 0 when there is none. */
    public int readOnlyPort() {
        return servers.readOnlyPort();
    }

    @Override
    public void close() {
        running.completeExceptionally(new IllegalStateException("the agent was closed before it ran"));
        link.close();
        node.close();
        servers.close();
        threads.close();
        if (prober != null) {
            prober.close();
        }
        engine.close();
        vertx.close().await();
    }
}
