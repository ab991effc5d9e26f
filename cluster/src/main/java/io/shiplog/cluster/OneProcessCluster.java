package io.shiplog.cluster;

import io.shiplog.agent.NodeAgentSettings;
import io.shiplog.agent.engine.docker.DockerEngine;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.apiserver.audit.AuditSettings;
import io.shiplog.cluster.join.ClusterJoining;
import io.shiplog.cluster.join.KafkaDoor;
import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.Role;
import io.shiplog.journal.WriteGate;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.backup.ScheduledBackups;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.embedded.NodeListener;
import io.shiplog.journal.kafka.embedded.Sync;
import io.shiplog.journal.kafka.topics.AuditWindow;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.replica.Replica;
import io.shiplog.objects.GroupResource;
import io.shiplog.proxy.ProxyRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A whole cluster in this process: embedded Kafka unless there is another, every role once, and its nodes. Everything
 * listens on loopback only, unless nodes of other machines are to join.
 */
public final class OneProcessCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String INSTANCE = "up";
    private static final String SIMULATED_PODS = "10.200.0.0/14";
    private static final long PATIENCE_SECONDS = 120;

    private final Parts parts;
    private final ClusterConfig kafka;
    private final Replica replica;
    private final String description;

    private OneProcessCluster(Parts parts, ClusterConfig kafka, Replica replica, String description) {
        this.parts = parts;
        this.kafka = kafka;
        this.replica = replica;
        this.description = description;
    }

    /** What runs the containers of the cluster's nodes. */
    public enum Engine {
        AUTO,
        DOCKER,
        SIMULATED
    }

    /** Whether this machine's service traffic and names are steered. */
    public enum Steering {
        /** As this machine allows. */
        BEST,
        NONE
    }

    /**
     * What the cluster consists of.
     *
     * @param listening where it listens
     * @param network the addresses that the cluster has for itself, claimed by the caller
     * @param kubeconfig where the administrator's kubeconfig is written
     * @param nodes which nodes there are
     * @param engine what runs their containers, simulated nodes aside
     * @param kafka a cluster's place in an existing Kafka, instead of the embedded one
     * @param steering whether this machine's service traffic is steered
     * @param storage how the journal is kept
     * @param exports the resources that have topics of their own for people's Kafka tools
     * @param audit what is told of requests to the API, and where; empty for nothing
     */
    public record Settings(
            Listening listening,
            ClusterNetwork network,
            Path kubeconfig,
            Nodes nodes,
            Engine engine,
            Optional<ClusterConfig> kafka,
            Steering steering,
            Set<GroupResource> exports,
            Storage storage,
            Optional<AuditSettings> audit) {}

    /**
     * Where a cluster listens for clients of its API and for nodes that join, services and its own nodes aside.
     *
     * @param address the API server's
     * @param port the API server's
     * @param kafkaPort where the embedded Kafka takes nodes by their certificates, on the same address; 0 for nowhere:
     *     then nodes that join come by passwords, from this machine only
     */
    public record Listening(String address, int port, int kafkaPort) {
        /** For this machine only. */
        public static Listening loopback(int port) {
            return new Listening(LOOPBACK, port, 0);
        }
    }

    /**
     * How the journal is kept.
     *
     * @param sync when an embedded Kafka has it on the disk
     * @param window how much of it is kept; empty for a week, or a quarter of the embedded Kafka's disk
     * @param backups the backups that are made of it while the cluster runs
     */
    public record Storage(Sync sync, Optional<AuditWindow> window, Optional<ScheduledBackups.Plan> backups) {
        public static final Storage DEFAULT = new Storage(Sync.INTERVAL, Optional.empty(), Optional.empty());
    }

    /**
     * How many nodes there are, and how they show themselves.
     *
     * @param workers on the engine, for everybody's pods
     * @param controlPlane on the engine too, only for pods that tolerate it
     * @param simulated beside them, their containers only states
     * @param standIns simulated, too, in the place of nodes of these names
     * @param readOnlyPort where each shows its pods to everybody on this machine, 0 for nowhere
     * @throws IllegalArgumentException when a number is negative
     */
    public record Nodes(int workers, int controlPlane, int simulated, List<NodeSettings> standIns, int readOnlyPort) {
        public Nodes {
            standIns = List.copyOf(standIns);
            if (workers < 0 || controlPlane < 0 || simulated < 0) {
                throw new IllegalArgumentException("the number of nodes is negative");
            }
        }

        /** None in the place of others. */
        public Nodes(int workers, int controlPlane, int simulated, int readOnlyPort) {
            this(workers, controlPlane, simulated, List.of(), readOnlyPort);
        }

        /** Simulated nodes in the place of others, and no more. */
        public static Nodes inPlaceOf(List<NodeSettings> others) {
            return new Nodes(0, 0, 0, others, 0);
        }

        boolean simulates() {
            return simulated > 0 || !standIns.isEmpty();
        }

        int onEngine() {
            return workers + controlPlane;
        }

        /** Whether nobody listens where the nodes would in {@code network}. */
        public boolean fit(ClusterNetwork network) {
            // Agents that run as roles of their own claim nothing, but one of them has the first node's address.
            return IntStream.rangeClosed(1, Math.max(1, onEngine()))
                            .mapToObj(network::nodeAddress)
                            .allMatch(this::isFree)
                    && (!simulates() || isFree(network.simulatedNodesAddress()));
        }

        private boolean isFree(String address) {
            return ListenPort.isFree(address, NodeAgentSettings.Listen.SECURE_PORT)
                    && (readOnlyPort == 0 || ListenPort.isFree(address, readOnlyPort));
        }
    }

    /**
     * Starts the cluster and returns when it is ready: the API answers, controllers, scheduler and proxy run, every
     * node is Ready.
     *
     * @param folder what the cluster keeps; the caller closes it afterwards
     * @param say is told what a user should know before the cluster is ready
     * @param onFault called when a part of the cluster cannot go on
     */
    public static OneProcessCluster start(
            DataFolder folder, Settings settings, Consumer<String> say, Consumer<Throwable> onFault) {
        Parts parts = new Parts();
        try {
            return start(parts, folder, settings, say, onFault);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        } catch (InterruptedException e) {
            parts.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the cluster started", e);
        }
    }

    private static OneProcessCluster start(
            Parts parts, DataFolder folder, Settings settings, Consumer<String> say, Consumer<Throwable> onFault)
            throws InterruptedException {
        CompletableFuture<Pki> certificates = async(() -> Pki.open(folder.resolve("pki")));
        boolean docker = docker(settings, say);
        Located located = located(parts, folder, settings, () -> get(certificates));
        ClusterConfig cluster = located.cluster();
        Roles.ensureTopics(cluster.as(Principal.Role.APISERVER), located.window());
        Roles.watchTopics(parts, cluster, Principal.Role.RECONCILERS, onFault);
        Optional<LocalBroker> broker = located.broker();
        Pki pki = get(certificates);
        List<NodeSettings> nodes = nodes(settings);
        Path data = folder.resolve("roles");
        ClusterNetwork network = settings.network();

        Telemetry telemetry = Telemetry.create();
        CompletableFuture<Role> loops = async(() -> Roles.allLoops(
                parts, cluster, broker, located.writes(), pki, INSTANCE, data, settings.exports(), telemetry));
        CompletableFuture<Optional<ProxyRole>> proxy = settings.steering() == Steering.NONE
                ? CompletableFuture.completedFuture(Optional.empty())
                : async(() -> Optional.of(Roles.proxy(parts, cluster, network, addresses(nodes, settings), telemetry)));
        CompletableFuture<Roles.Serving> serving = async(() -> Roles.apiServer(
                parts,
                cluster,
                broker,
                pki,
                network,
                settings.listening().address(),
                settings.listening().port(),
                located.writes(),
                new ClusterJoining.Way(
                        located.door(), located.servers(), () -> dnsServers(proxy.getNow(Optional.empty()), network)),
                settings.audit(),
                telemetry));
        CompletableFuture<List<Role>> agents = proxy.thenApplyAsync(running -> {
            var started = new ArrayList<Role>();
            for (int i = 0; i < nodes.size(); i++) {
                var engine = docker
                        ? NodeAgentSettings.Docker.DEFAULT
                        : new NodeAgentSettings.Simulated(Simulation.on(simulatedPods(i)));
                started.add(Roles.nodeAgent(
                        parts,
                        cluster,
                        pki,
                        nodes.get(i),
                        engine,
                        data,
                        settings.nodes().readOnlyPort(),
                        dnsServers(running, network),
                        () -> url(serving, settings)));
            }
            if (settings.nodes().simulates()) {
                started.add(Roles.simulatedNodes(
                        parts,
                        cluster,
                        pki,
                        NodeSettings.of("simulated", network.simulatedNodesAddress()),
                        SIMULATED_PODS,
                        data,
                        settings.nodes()));
            }
            return started;
        });
        Roles.Serving api = get(serving);
        api.server().moveServices(network.serviceRange());
        Kubeconfig.write(
                settings.kubeconfig(),
                Roles.localUrl(settings.listening().address(), api.server().port()),
                pki,
                Roles.admin(pki));
        Set<String> names = new TreeSet<>(Stream.concat(nodes.stream(), settings.nodes().standIns().stream())
                .map(NodeSettings::name)
                .toList());
        for (int i = 0; i < settings.nodes().simulated(); i++) {
            names.add("simulated-" + i);
        }
        Optional<ProxyRole> steering = get(proxy);
        steering.ifPresent(role -> parts.add(
                "endpoint of the proxy",
                RoleEndpoint.startNear(LOOPBACK, RoleEndpoint.PROXY_PORT, Roles.answers(role, telemetry))));
        var roles = new ArrayList<Role>(List.of(api.server(), get(loops)));
        steering.ifPresent(roles::add);
        roles.addAll(get(agents));
        for (Role role : roles) {
            role.ended().thenAccept(onFault);
            get(role.running());
        }
        get(NodesReady.of(api.replica(), names));
        settings.storage()
                .backups()
                .ifPresent(
                        plan -> parts.add("backups", ScheduledBackups.start(cluster.as(Principal.Role.READER), plan)));
        String description = "%d node%s%s, services in %s%s, Kafka at %s"
                .formatted(
                        names.size(),
                        names.size() == 1 ? "" : "s",
                        nodes.isEmpty() ? "" : docker ? " on Docker" : " simulated",
                        steering.map(ProxyRole::mode).orElse("nobody's hands"),
                        network.number() == 0 ? "" : " on " + network,
                        cluster.bootstrapServers());
        return new OneProcessCluster(parts, cluster, api.replica(), description);
    }

    /** Whom pods ask for names, none for the machine's. */
    private static List<String> dnsServers(Optional<ProxyRole> proxy, ClusterNetwork network) {
        return proxy.filter(ProxyRole::answersNames)
                .map(answering -> List.of(network.dnsAddress()))
                .orElse(List.of());
    }

    /**
     * A cluster's Kafka.
     *
     * @param door how nodes that join get in
     * @param servers where they do
     */
    private record Located(
            ClusterConfig cluster,
            Optional<LocalBroker> broker,
            WriteGate writes,
            AuditWindow window,
            KafkaDoor door,
            String servers) {}

    /** Gives the cluster's certificates, when they are needed. */
    private interface Certificates {
        Pki get() throws InterruptedException;
    }

    /** In the Kafka that there is, or in an embedded one. */
    private static Located located(Parts parts, DataFolder folder, Settings settings, Certificates certificates)
            throws InterruptedException {
        Optional<AuditWindow> wanted = settings.storage().window();
        if (settings.kafka().isPresent()) {
            ClusterConfig outside = settings.kafka().get();
            return new Located(
                    outside,
                    Optional.empty(),
                    new WriteGate(),
                    wanted.orElse(AuditWindow.WEEK),
                    KafkaDoor.of(outside),
                    outside.bootstrapServers());
        }
        Path data = folder.resolve("kafka");
        AuditWindow window = wanted.orElseGet(() -> AuditWindow.onDiskOf(EmbeddedKafka.diskBytes(data)));
        Listening listening = settings.listening();
        Optional<NodeListener> nodes = listening.kafkaPort() == 0
                ? Optional.empty()
                : Optional.of(Roles.nodeListener(certificates.get(), listening.address(), listening.kafkaPort()));
        EmbeddedKafka kafka = parts.add(
                "Kafka", EmbeddedKafka.start(data, 0, settings.storage().sync(), nodes));
        ClusterConfig cluster = kafka.guardedCluster();
        TopicSetup.keep(cluster.as(Principal.Role.ADMIN), window);
        return new Located(
                cluster,
                Optional.of(kafka.broker()),
                kafka.writes(),
                window,
                nodes.isPresent() ? KafkaDoor.CERTIFICATE : KafkaDoor.PASSWORD,
                nodes.map(NodeListener::servers).orElse(cluster.bootstrapServers()));
    }

    private static boolean docker(Settings settings, Consumer<String> say) {
        if (settings.engine() == Engine.SIMULATED || settings.nodes().onEngine() == 0) {
            return false;
        }
        boolean answers = DockerEngine.answers(DockerEngine.DEFAULT_HOST);
        if (!answers && settings.engine() == Engine.DOCKER) {
            throw new IllegalStateException("no Docker engine answers at " + DockerEngine.DEFAULT_HOST);
        }
        if (!answers) {
            say.accept("No Docker engine answers: containers are simulated (--engine docker insists on real ones).");
        }
        return answers;
    }

    /** Where node ports answer. */
    private static List<String> addresses(List<NodeSettings> nodes, Settings settings) {
        List<String> addresses =
                new ArrayList<>(nodes.stream().map(NodeSettings::internalIp).toList());
        if (settings.nodes().simulates()) {
            addresses.add(settings.network().simulatedNodesAddress());
        }
        return addresses;
    }

    /** The addresses of the pods of the n-th simulated node, counted from 0: 4,096 for each of 1,024 nodes. */
    static String simulatedPods(int node) {
        return "10." + (128 + node / 16 % 64) + "." + node % 16 * 16 + ".0/20";
    }

    /** Nodes of their own address each: all of 127.0.0.0/8 is this machine's. */
    private static List<NodeSettings> nodes(Settings settings) {
        Nodes count = settings.nodes();
        ClusterNetwork network = settings.network();
        List<NodeSettings> nodes = new ArrayList<>();
        for (int i = 1; i <= count.workers(); i++) {
            nodes.add(NodeSettings.of("node-" + i, network.nodeAddress(i)));
        }
        for (int i = 1; i <= count.controlPlane(); i++) {
            nodes.add(NodeSettings.of("control-plane-" + i, network.nodeAddress(count.workers() + i))
                    .asControlPlane());
        }
        return nodes;
    }

    private static <T> CompletableFuture<T> async(Supplier<T> start) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("start").start(() -> {
            try {
                future.complete(start.get());
            } catch (Throwable e) {
                // Everything: Netty and Vert.x throw checked exceptions that they do not declare.
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the cluster did not become ready in " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** What the cluster consists of, for people. */
    public String description() {
        return description;
    }

    /** Where its topics are. */
    public ClusterConfig kafka() {
        return kafka;
    }

    /** What its API is served from. */
    public Replica replica() {
        return replica;
    }

    @Override
    public void close() {
        parts.close();
    }

    /** Where the API server is, once it serves. */
    private static Optional<String> url(CompletableFuture<Roles.Serving> serving, Settings settings) {
        if (serving.state() != Future.State.SUCCESS) {
            return Optional.empty();
        }
        int port = serving.resultNow().server().port();
        return Optional.of(Roles.localUrl(settings.listening().address(), port));
    }
}
