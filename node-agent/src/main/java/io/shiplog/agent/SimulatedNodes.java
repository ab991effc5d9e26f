package io.shiplog.agent;

import io.shiplog.agent.container.HostNode;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.simulated.SimulatedEngine;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.link.AgentLink;
import io.shiplog.agent.link.AssignmentListener;
import io.shiplog.agent.link.KafkaAgentLink;
import io.shiplog.agent.node.Machine;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.server.AgentServers;
import io.shiplog.agent.volume.NoVolumes;
import io.shiplog.agent.worker.AgentMeters;
import io.shiplog.agent.worker.MeteredEngine;
import io.shiplog.agent.worker.NodeContext;
import io.shiplog.agent.worker.NodeWorker;
import io.shiplog.agent.worker.Prober;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many simulated nodes in one process: they share an engine, a few threads, one consumer, one producer and one pair of
 * servers, so a further node costs its heartbeat and a further pod some kilobytes.
 */
public final class SimulatedNodes implements NodeRole {
    private final Vertx vertx;
    private final SimulatedEngine engine;
    private final Engine metered;
    private final AgentMeters meters;
    private final AgentThreads threads;
    private final AgentLink link;
    private final AgentServers servers;
    private final Map<String, NodeWorker> nodes = new LinkedHashMap<>();
    private final CompletableFuture<Void> running = new CompletableFuture<>();

    private SimulatedNodes(NodeAgentSettings settings, List<NodeSettings> all, AgentLink link) {
        this.link = link;
        if (!(settings.engine() instanceof NodeAgentSettings.Simulated(Simulation simulation))) {
            throw new IllegalArgumentException("simulated nodes need a simulated engine");
        }
        vertx = Vertx.vertx();
        threads = AgentThreads.shared();
        engine = new SimulatedEngine(simulation, InstantSource.system());
        servers = new AgentServers(vertx, settings.listen(), InstantSource.system());
        metered = MeteredEngine.of(engine, servers.registry());
        meters = new AgentMeters(servers.registry());
        for (NodeSettings each : all) {
            nodes.put(each.name(), node(settings, each));
        }
        servers.serve(new ArrayList<>(nodes.values()));
        nodes.values().forEach(node -> node.start(settings.heartbeat(), Duration.ZERO));
        link.start(new Dispatch());
    }

    private NodeWorker node(NodeAgentSettings settings, NodeSettings own) {
        String name = own.name();
        HostNode host = NodeAgent.host(settings, own, engine.info(), name);
        var context = new NodeContext(
                host,
                new Desired.Place(own.internalIp(), NodeAgent.runtime(engine.info())),
                metered,
                new NoVolumes(host),
                Prober.AGREEABLE,
                link,
                threads.of(InstantSource.system()),
                meters);
        return new NodeWorker(context, own, new Machine(engine, name, null), servers.securePort());
    }

    /** Starts {@code count} nodes on a cluster's Kafka, called {@code <name>-0}, {@code <name>-1} and so on. */
    public static SimulatedNodes start(NodeAgentSettings settings, int count) {
        return start(settings, numbered(settings, count));
    }

    /** Starts nodes on a cluster's Kafka that say of themselves what they are told. */
    public static SimulatedNodes start(NodeAgentSettings settings, List<NodeSettings> nodes) {
        Set<String> names = nodes.stream().map(NodeSettings::name).collect(Collectors.toUnmodifiableSet());
        return new SimulatedNodes(settings, nodes, new KafkaAgentLink(settings.cluster(), names));
    }

    /** Starts nodes on a link of the caller's, which is closed with them. */
    public static SimulatedNodes start(NodeAgentSettings settings, int count, AgentLink link) {
        return new SimulatedNodes(settings, numbered(settings, count), link);
    }

    private static List<NodeSettings> numbered(NodeAgentSettings settings, int count) {
        NodeSettings template = settings.node();
        return IntStream.range(0, count)
                .mapToObj(number -> new NodeSettings(
                        template.name() + "-" + number,
                        template.internalIp(),
                        template.labels(),
                        template.taints(),
                        template.capacity()))
                .toList();
    }

    /** The nodes' engine: tests and simulations let its containers end. */
    public SimulatedEngine engine() {
        return engine;
    }

    /** Completes when they have been told all that was assigned to them at the start. */
    @Override
    public CompletableFuture<Void> running() {
        return running.copy();
    }

    public int securePort() {
        return servers.securePort();
    }

    public int readOnlyPort() {
        return servers.readOnlyPort();
    }

    @Override
    public void close() {
        running.completeExceptionally(new IllegalStateException("the nodes were closed before they ran"));
        link.close();
        nodes.values().forEach(NodeWorker::close);
        servers.close();
        threads.close();
        engine.close();
        vertx.close().await();
    }

    /** Brings each assignment to its node. */
    private final class Dispatch implements AssignmentListener {
        @Override
        public void assigned(String name, String podUid, @Nullable PodAssignment assignment) {
            NodeWorker node = nodes.get(name);
            if (node != null) {
                node.assigned(podUid, assignment);
            }
        }

        @Override
        public void caughtUp(Set<String> untold) {
            nodes.values().forEach(node -> node.caughtUp(untold));
            running.complete(null);
        }
    }
}
