package io.shiplog.compose.command;

import io.shiplog.agent.node.NodeSettings;
import io.shiplog.cluster.ClusterNetwork;
import io.shiplog.cluster.DataFolder;
import io.shiplog.cluster.NetworkClaim;
import io.shiplog.cluster.OneProcessCluster;
import io.shiplog.cluster.fork.ReplayCheck;
import io.shiplog.cluster.fork.StandIns;
import io.shiplog.journal.State;
import io.shiplog.journal.backup.BackupCut;
import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.kafka.backup.KafkaRestore;
import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.AuditWindow;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.past.MomentName;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code shiplog fork}: a scratch cluster from a past moment of another, in this process, with simulated nodes in the
 * place of that one's. It has a data folder, a Kafka, certificates and an id of its own, and nothing of the other
 * cluster is written to.
 */
@Command(
        name = "fork",
        description = "Runs a scratch cluster from a past moment of another, with simulated nodes, until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class ForkCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--at",
            required = true,
            paramLabel = "MOMENT",
            description = "the moment: a resourceVersion, an RFC 3339 time, or how long ago: -5m, -2h30m, -1d")
    private String at = "";

    @Mixin
    private BackedUpTopics topics = new BackedUpTopics();

    @Option(
            names = "--backup",
            paramLabel = "FILE",
            description = "takes the past from a backup that was made with --window, instead of a cluster")
    private @Nullable Path backup;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "the fork's data folder, which must not be there yet and stays afterwards"
                    + " (default: one that goes when the fork ends)")
    private @Nullable Path to;

    @Option(names = "--port", defaultValue = "0", description = "the fork's API server's port (default: a free one)")
    private int port;

    @Option(
            names = "--network",
            paramLabel = "N",
            description = "which of this machine's networks the fork has (default: the first free one)")
    private @Nullable Integer network;

    @Mixin
    private ReplayOptions replay = new ReplayOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        replay.check();
        MomentName moment = moment(at);
        String until = replay.until();
        MomentName last = !replay.isWanted() ? moment : until == null ? null : moment(until);
        try (Foreground foreground = Foreground.enter();
                ForkFolder folder = ForkFolder.make(to);
                DataFolder data = folder.take()) {
            RecordedStretch stretch = backup == null
                    ? RecordedStretch.copied(topics, folder.path().resolve("recorded.backup"), moment, last)
                    : RecordedStretch.in(backup, moment, last);
            return run(foreground, folder, data, stretch);
        }
    }

    private int run(Foreground foreground, ForkFolder folder, DataFolder data, RecordedStretch stretch)
            throws IOException, InterruptedException {
        State state = restored(folder.path(), data, stretch);
        PrintWriter out = spec.commandLine().getOut();
        Optional<ClusterNetwork> wanted = Optional.ofNullable(network).map(ClusterNetwork::new);
        // Whether the addresses are free depends on there being nodes, not on which.
        var count = OneProcessCluster.Nodes.inPlaceOf(StandIns.of(state, ""));
        try (NetworkClaim claim = NetworkClaim.take(data.resolve("network"), wanted, count::fit, out::println);
                OneProcessCluster cluster = OneProcessCluster.start(
                        data, settings(folder.path(), claim.network(), state), out::println, foreground::fault)) {
            out.printf("The fork is ready, at resourceVersion %d: %s%n", stretch.at(), cluster.description());
            out.printf("Use it with:  export KUBECONFIG=%s%n", kubeconfig(folder.path()));
            out.flush();
            if (!replay.isWanted()) {
                return foreground.await();
            }
            RecordedPast past = RecordedPast.of(stretch);
            ReplayCheck.Evidence evidence = new ForkReplay(cluster, past, replay.speed()).run();
            return replay.told(past.changes().size(), evidence, out) ? 0 : VerifyCommand.DIFFERENT;
        }
    }

    /** Restores what the cluster was into the fork's folder; what that is. */
    private static State restored(Path folder, DataFolder data, RecordedStretch stretch) throws IOException {
        Path cut = folder.resolve("fork.backup");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(stretch.file()), 1 << 20);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(RecordedStretch.secret(cut)), 1 << 20)) {
            BackupCut.cut(in, stretch.at(), UUID.randomUUID().toString(), out);
        }
        BackupHead head = KafkaRestore.check(cut);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"))) {
            ClusterConfig cluster = kafka.cluster(ClusterConfig.STANDARD_NAME);
            KafkaRestore.run(cluster, cut, head, TopicSetup.settingsFor(cluster).with(AuditWindow.WEEK));
            return Boot.boot(cluster).state();
        } finally {
            Files.deleteIfExists(cut);
        }
    }

    private OneProcessCluster.Settings settings(Path folder, ClusterNetwork network, State state) {
        List<NodeSettings> nodes = StandIns.of(state, network.simulatedNodesAddress());
        return new OneProcessCluster.Settings(
                OneProcessCluster.Listening.loopback(port),
                network,
                kubeconfig(folder),
                OneProcessCluster.Nodes.inPlaceOf(nodes),
                OneProcessCluster.Engine.SIMULATED,
                Optional.empty(),
                OneProcessCluster.Steering.NONE,
                Set.of(),
                OneProcessCluster.Storage.DEFAULT,
                Optional.empty());
    }

    private static Path kubeconfig(Path folder) {
        return folder.resolve("kubeconfig").toAbsolutePath();
    }

    private static MomentName moment(String text) {
        return MomentName.parse(text)
                .orElseThrow(() ->
                        new BackupRefusedException("'" + text + "' is no moment: a moment is " + MomentName.FORMS));
    }
}
