package io.shiplog.compose.command;

import io.shiplog.cluster.ClusterNetwork;
import io.shiplog.cluster.DataFolder;
import io.shiplog.cluster.Kubeconfig;
import io.shiplog.cluster.NetworkClaim;
import io.shiplog.cluster.OneProcessCluster;
import io.shiplog.journal.kafka.access.Entrance;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.Sync;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code shiplog up}: a whole cluster in this process. */
@Command(
        name = "up",
        description = "Runs a whole cluster in one process until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "everything that the cluster keeps (default: ${DEFAULT-VALUE})")
    private Path data = DataFolder.standard();

    @Option(names = "--port", defaultValue = "6443", description = "the API server's port (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "where to write the kubeconfig (default: in the data folder)")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--nodes",
            defaultValue = "1",
            paramLabel = "N",
            description = "nodes on the engine (default: ${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = "--engine",
            defaultValue = "auto",
            description =
                    "auto, docker or simulated: auto takes Docker where an engine answers (default: ${DEFAULT-VALUE})")
    private OneProcessCluster.Engine engine = OneProcessCluster.Engine.AUTO;

    @Option(
            names = "--control-plane-nodes",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "control-plane nodes on the engine, only for pods that tolerate them (default: ${DEFAULT-VALUE})")
    private int controlPlaneNodes;

    @Option(
            names = "--simulated-nodes",
            defaultValue = "0",
            paramLabel = "N",
            description = "simulated nodes beside the others (default: ${DEFAULT-VALUE})")
    private int simulatedNodes;

    @Mixin
    private AuditEventOptions auditEvents = new AuditEventOptions();

    @Mixin
    private ReadOnlyPortOption readOnlyPort = new ReadOnlyPortOption();

    @Option(
            names = "--network",
            paramLabel = "N",
            description =
                    "which of this machine's networks the cluster has: nodes at 127.N.x.x, services at 10.(96+N).x.x"
                            + " (default: the one that the cluster had, or the first free one)")
    private @Nullable Integer network;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "an existing Kafka instead of the embedded one")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Kafka client properties for --kafka: a file, or a folder with one for each principal")
    private @Nullable Path kafkaConfig;

    @Option(
            names = "--sync",
            defaultValue = "interval",
            description =
                    "when the embedded Kafka has a write on the disk: always before it is answered, interval within"
                            + " half a second, or never by itself (default: ${DEFAULT-VALUE})")
    private Sync sync = Sync.INTERVAL;

    @Mixin
    private JoinAddressOptions join = new JoinAddressOptions();

    @Mixin
    private AuditOptions audit = new AuditOptions();

    @Mixin
    private BackupOptions backups = new BackupOptions();

    @Mixin
    private ExportOption export = new ExportOption();

    @Override
    public Integer call() throws InterruptedException {
        long begin = System.nanoTime();
        var count = new OneProcessCluster.Nodes(nodes, controlPlaneNodes, simulatedNodes, readOnlyPort.port());
        Optional<DataFolder> taken = DataFolder.take(data);
        if (taken.isEmpty()) {
            throw new IllegalStateException("the data folder " + data + " is already in use by another process");
        }
        Optional<ClusterNetwork> wanted = Optional.ofNullable(network).map(ClusterNetwork::new);
        try (Foreground foreground = Foreground.enter();
                DataFolder folder = taken.get();
                NetworkClaim claim = NetworkClaim.take(
                        folder.resolve("network"),
                        wanted,
                        count::fit,
                        text -> spec.commandLine().getOut().println(text))) {
            join.check(port);
            Kubeconfig.check(kubeconfigFile());
            return run(foreground, folder, claim, count, begin);
        }
    }

    private int run(
            Foreground foreground, DataFolder folder, NetworkClaim claim, OneProcessCluster.Nodes count, long begin)
            throws InterruptedException {
        var out = spec.commandLine().getOut();
        try (AuditEventOptions.Opened events = auditEvents.open();
                OneProcessCluster cluster = OneProcessCluster.start(
                        folder, settings(claim, count, events), out::println, foreground::fault)) {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            out.printf("The cluster is ready, after %.1f s: %s%n", took.toMillis() / 1000.0, cluster.description());
            out.printf("Use it with:  export KUBECONFIG=%s%n", kubeconfigFile().toAbsolutePath());
            out.flush();
            return foreground.await();
        }
    }

    private OneProcessCluster.Settings settings(
            NetworkClaim claim, OneProcessCluster.Nodes count, AuditEventOptions.Opened events) {
        return new OneProcessCluster.Settings(
                join.listening(port),
                claim.network(),
                kubeconfigFile(),
                count,
                engine,
                existingKafka(),
                OneProcessCluster.Steering.BEST,
                export.resources(),
                new OneProcessCluster.Storage(sync, audit.window(), backups.plan()),
                events.settings());
    }

    private Optional<ClusterConfig> existingKafka() {
        if (kafka == null) {
            if (kafkaConfig != null) {
                throw new IllegalArgumentException("--kafka-config is for an existing Kafka, which --kafka names");
            }
            return Optional.empty();
        }
        var cluster = new ClusterConfig(kafka, ClusterConfig.STANDARD_NAME, Logins.given(kafkaConfig));
        Entrance.check(cluster.as(Principal.Role.APISERVER).clientSettings());
        return Optional.of(cluster);
    }

    private Path kubeconfigFile() {
        return kubeconfig == null ? data.resolve("kubeconfig") : kubeconfig;
    }
}
