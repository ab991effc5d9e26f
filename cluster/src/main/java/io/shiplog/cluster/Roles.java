package io.shiplog.cluster;

import io.shiplog.agent.NodeAgent;
import io.shiplog.agent.NodeAgentSettings;
import io.shiplog.agent.NodeAgentSettings.EngineChoice;
import io.shiplog.agent.SimulatedNodes;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.link.KafkaAgentLink;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.volume.TokenSource;
import io.shiplog.apiserver.ApiServer;
import io.shiplog.apiserver.ApiServerSettings;
import io.shiplog.apiserver.audit.AuditSettings;
import io.shiplog.apiserver.pipeline.Limits;
import io.shiplog.cluster.join.ApiTokens;
import io.shiplog.cluster.join.ClusterJoining;
import io.shiplog.cluster.join.Membership;
import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.GatedJournal;
import io.shiplog.journal.Journal;
import io.shiplog.journal.WriteGate;
import io.shiplog.journal.kafka.access.CertifiedUsers;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.embedded.NodeListener;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.log.LocalJournal;
import io.shiplog.journal.kafka.log.WindowWatch;
import io.shiplog.journal.kafka.past.KafkaArchive;
import io.shiplog.journal.kafka.topics.AuditWindow;
import io.shiplog.journal.kafka.topics.NodeWay;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.TopicWatch;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.objects.GroupResource;
import io.shiplog.proxy.ProxyRole;
import io.shiplog.proxy.ProxySettings;
import io.shiplog.reconcilers.ControllerSettings;
import io.shiplog.reconcilers.ReconcilersRole;
import io.shiplog.reconcilers.ReconcilersSettings;
import io.shiplog.scheduler.SchedulerRole;
import io.shiplog.scheduler.SchedulerSettings;
import io.shiplog.scheduler.streams.SchedulerStreams;
import io.shiplog.scheduler.streams.SchedulerTopology;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts roles with the certificates and settings that a cluster of ours gives them. */
public final class Roles {
    private static final String DOMAIN = "cluster.local";

    private Roles() {}

    /**
     * Creates the cluster's topics where they are missing and refuses unsafe ones. With three brokers or more every
     * topic is held three times.
     */
    public static void ensureTopics(ClusterConfig cluster, AuditWindow window) {
        TopicSetup.ensure(cluster, TopicSetup.settingsFor(cluster).with(window));
    }

    /** Watches that the topics that {@code role} reads and writes stay those that they are; before the role starts. */
    public static void watchTopics(
            Parts parts, ClusterConfig cluster, Principal.Role role, Consumer<Throwable> onFault) {
        ClusterConfig own = cluster.as(role);
        List<String> topics = switch (role) {
            case APISERVER, MATERIALIZER, SCHEDULER -> List.of(Topics.journal(own), Topics.state(own));
            case PROXY -> List.of(Topics.services(own));
            case NODES -> List.of(Topics.assignments(own), Topics.reports(own));
            case ADMIN, RECONCILERS, READER -> Topics.names(own);
        };
        parts.add("ids of topics", TopicWatch.start(own, topics, onFault));
    }

    /**
     * A running API server.
     *
     * @param replica what it serves from
     */
    public record Serving(ApiServer server, Replica replica) {}

    /** Where an embedded Kafka takes nodes by their certificates. */
    static NodeListener nodeListener(Pki pki, String address, int port) {
        List<String> addresses = MachineAddresses.of(address);
        Pki.Pair certificate = pki.server("kafka-" + address, "kafka", List.of(CertifiedUsers.ORGANIZATION), addresses);
        return new NodeListener(address, addresses.getFirst(), port, Pki.withKey(certificate), pki.caCertificate());
    }

    /**
     * Boots a replica and serves the API from it.
     *
     * @param broker the cluster's Kafka when it is in this process
     * @param writes open while writes are taken
     * @param audit what is told of requests, and where; empty for nothing
     * @param way how nodes that join get on
     */
    public static Serving apiServer(
            Parts parts,
            ClusterConfig cluster,
            Optional<LocalBroker> broker,
            Pki pki,
            ClusterNetwork network,
            String address,
            int port,
            WriteGate writes,
            ClusterJoining.Way way,
            Optional<AuditSettings> audit,
            Telemetry telemetry) {
        ClusterConfig own = cluster.as(Principal.Role.APISERVER);
        Journal ungated = broker.<Journal>map(local -> LocalJournal.open(local, own, JournalSettings.DEFAULT))
                .orElseGet(() -> KafkaJournal.open(own, JournalSettings.DEFAULT));
        Journal journal = parts.add("journal", new GatedJournal(ungated, writes));
        parts.add("watch of the window", WindowWatch.start(own, writes));
        Replica replica =
                parts.add("replica", Replica.start(journal, Boot.boot(own).state(), ReplicaSettings.DEFAULT));
        Set<String> hosts = new LinkedHashSet<>(List.of(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "localhost",
                network.apiAddress(),
                "127.0.0.1"));
        List<String> addresses = MachineAddresses.of(address);
        hosts.addAll(addresses);
        Pki.Pair server = pki.server("apiserver-" + address, "kube-apiserver", List.of(), List.copyOf(hosts));
        Pki.Pair kubelet =
                pki.client("apiserver-kubelet-client", "kube-apiserver-kubelet-client", List.of("system:masters"));
        ApiServer serving = parts.add(
                "API server",
                ApiServer.start(new ApiServerSettings(
                        address,
                        port,
                        addresses.getFirst(),
                        network.serviceRange(),
                        new ApiServerSettings.Tls(
                                pki.withAuthority(server),
                                server.key(),
                                pki.caCertificate(),
                                kubelet.certificate(),
                                kubelet.key(),
                                pki.caCertificate()),
                        () -> replica,
                        new KafkaArchive(own),
                        telemetry.registry(),
                        Limits.DEFAULT,
                        Optional.of(new ClusterJoining(pki, cluster, way, hosts)),
                        audit,
                        pki.tokenKey())));
        return new Serving(serving, replica);
    }

    /**
     * Materializer, controllers, derived feeds and status fold, each an application of its own.
     *
     * @param exports the resources that get topics of their own for people's Kafka tools
     */
    public static ReconcilersRole reconcilers(
            Parts parts,
            ClusterConfig cluster,
            Pki pki,
            String instance,
            Path data,
            Set<GroupResource> exports,
            Telemetry telemetry) {
        return parts.add(
                "reconcilers",
                ReconcilersRole.start(
                        reconcilers(cluster, Optional.empty(), new WriteGate(), pki, instance, data, exports),
                        telemetry.instruments()));
    }

    /**
     * Materializer, controllers, derived feeds, status fold and scheduler of a process that is the whole cluster.
     *
     * @param broker the cluster's Kafka when it is in this process
     * @param writes open while writes are taken: what proposes some waits for that
     */
    public static ReconcilersRole allLoops(
            Parts parts,
            ClusterConfig cluster,
            Optional<LocalBroker> broker,
            WriteGate writes,
            Pki pki,
            String instance,
            Path data,
            Set<GroupResource> exports,
            Telemetry telemetry) {
        ReconcilersSettings settings = reconcilers(cluster, broker, writes, pki, instance, data, exports);
        SchedulerTopology.Parts scheduler = SchedulerStreams.parts(settings.streams(), telemetry.instruments());
        return parts.add(
                "loops",
                ReconcilersRole.startTogether(
                        settings,
                        telemetry.instruments(),
                        topology -> SchedulerTopology.addTo(topology, cluster, scheduler)));
    }

    private static ReconcilersSettings reconcilers(
            ClusterConfig cluster,
            Optional<LocalBroker> broker,
            WriteGate writes,
            Pki pki,
            String instance,
            Path data,
            Set<GroupResource> exports) {
        ClusterConfig own = cluster.as(Principal.Role.RECONCILERS);
        if (!exports.isEmpty()) {
            TopicSetup.ensureExports(own, exports, TopicSetup.settingsFor(own));
        }
        return ReconcilersSettings.of(
                        new StreamsSettings(own, instance, data.resolve("streams"), broker, writes),
                        new ControllerSettings(pki.caPem()).signedBy(pki.signer()),
                        exports)
                .signing(pki.sealKey());
    }

    public static SchedulerRole scheduler(
            Parts parts, ClusterConfig cluster, String instance, Path data, Telemetry telemetry) {
        return parts.add(
                "scheduler",
                SchedulerRole.start(
                        new SchedulerSettings(cluster.as(Principal.Role.SCHEDULER), instance, data.resolve("streams")),
                        telemetry.instruments()));
    }

    /** The service proxy and cluster DNS of this machine, for the nodes at {@code nodeAddresses}. */
    public static ProxyRole proxy(
            Parts parts,
            ClusterConfig cluster,
            ClusterNetwork network,
            List<String> nodeAddresses,
            Telemetry telemetry) {
        var settings = new ProxySettings(
                cluster.as(Principal.Role.PROXY),
                ProxySettings.Mode.AUTO,
                network.scope(),
                nodeAddresses,
                network.serviceRange(),
                network.dnsAddress(),
                DOMAIN);
        return parts.add("proxy", ProxyRole.start(settings, telemetry.registry()));
    }

    /** What the proxy answers on a port of its own, as kube-proxy does. */
    public static RoleEndpoint.Answers answers(ProxyRole proxy, Telemetry telemetry) {
        return new RoleEndpoint.Answers(telemetry.registry(), proxy::ready, Map.of("/proxyMode", proxy.proxyMode()));
    }

    /**
     * One node whose pods run on a Docker engine or are simulated.
     *
     * @param readOnlyPort where it shows its pods to everybody on this machine, 0 for nowhere
     * @param dnsServers that pods ask for names, none for the machine's
     * @param server the URL of the API server that it asks for the tokens of its pods; empty while there is none
     */
    public static NodeAgent nodeAgent(
            Parts parts,
            ClusterConfig cluster,
            Pki pki,
            NodeSettings node,
            EngineChoice engine,
            Path data,
            int readOnlyPort,
            List<String> dnsServers,
            Supplier<Optional<String>> server) {
        NodeAgentSettings.Pem certificate = certified(pki, node);
        return parts.add(
                "agent of " + node.name(),
                NodeAgent.start(agentSettings(
                        cluster.as(Principal.Role.NODES),
                        certificate,
                        node,
                        engine,
                        data,
                        readOnlyPort,
                        dnsServers,
                        tokens(server, certificate))));
    }

    /**
     * A node that has joined, with nothing but what it got then.
     *
     * @param cluster whose clients act as the node
     */
    public static NodeAgent joinedNode(
            Parts parts,
            ClusterConfig cluster,
            Membership membership,
            NodeSettings node,
            EngineChoice engine,
            int readOnlyPort) {
        var certificate =
                new NodeAgentSettings.Pem(membership.authority(), membership.certificate(), membership.keyFile());
        NodeAgentSettings settings = agentSettings(
                cluster,
                certificate,
                node,
                engine,
                membership.folder(),
                readOnlyPort,
                membership.joined().where().dnsServers(),
                tokens(() -> Optional.of(membership.server()), certificate));
        return parts.add(
                "agent of " + node.name(),
                NodeAgent.start(
                        settings, new KafkaAgentLink(cluster, NodeWay.of(cluster, node.name()), Set.of(node.name()))));
    }

    /** Many simulated nodes that share one address: called {@code <name>-0} and so on, or in the place of others. */
    public static SimulatedNodes simulatedNodes(
            Parts parts,
            ClusterConfig cluster,
            Pki pki,
            NodeSettings node,
            String podRange,
            Path data,
            OneProcessCluster.Nodes nodes) {
        NodeAgentSettings settings = agentSettings(
                cluster.as(Principal.Role.NODES),
                certified(pki, node),
                node,
                new NodeAgentSettings.Simulated(Simulation.on(podRange)),
                data,
                nodes.readOnlyPort(),
                List.of(),
                TokenSource.NONE);
        return parts.add(
                "simulated nodes",
                nodes.standIns().isEmpty()
                        ? SimulatedNodes.start(settings, nodes.simulated())
                        : SimulatedNodes.start(settings, nodes.standIns()));
    }

    private static TokenSource tokens(Supplier<Optional<String>> server, NodeAgentSettings.Pem certificate) {
        return new ApiTokens(server, certificate.authority(), certificate.certificate(), certificate.key());
    }

    private static NodeAgentSettings.Pem certified(Pki pki, NodeSettings node) {
        Pki.Pair certificate = pki.server(
                "node-" + node.name(),
                "system:node:" + node.name(),
                List.of("system:nodes"),
                List.of(node.name(), node.internalIp()));
        return new NodeAgentSettings.Pem(pki.caCertificate(), certificate.certificate(), certificate.key());
    }

    private static NodeAgentSettings agentSettings(
            ClusterConfig cluster,
            NodeAgentSettings.Pem certificate,
            NodeSettings node,
            EngineChoice engine,
            Path data,
            int readOnlyPort,
            List<String> dnsServers,
            TokenSource tokens) {
        return new NodeAgentSettings(
                cluster,
                node,
                engine,
                data.resolve("nodes").resolve(node.name()),
                new NodeAgentSettings.Listen(
                        node.internalIp(),
                        NodeAgentSettings.Listen.SECURE_PORT,
                        readOnlyPort == 0 ? -1 : readOnlyPort,
                        certificate),
                new NodeAgentSettings.Network(dnsServers, DOMAIN),
                NodeAgentSettings.HEARTBEAT,
                tokens);
    }

    /** How this machine itself reaches an API server that listens on {@code bindAddress}. */
    public static String localUrl(String bindAddress, int port) {
        return "https://" + MachineAddresses.local(bindAddress) + ":" + port;
    }

    /** The administrator's certificate. */
    public static Pki.Pair admin(Pki pki) {
        return pki.user("admin", "kubernetes-admin", List.of("system:masters"));
    }
}
