package io.shiplog.compose.command;

import io.shiplog.bench.api.ApiBench;
import io.shiplog.bench.api.BenchPlan;
import io.shiplog.bench.api.PodsBench;
import io.shiplog.cluster.DataFolder;
import io.shiplog.cluster.NetworkClaim;
import io.shiplog.cluster.OneProcessCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code shiplog train}: starts a simulated cluster, runs pods on it, writes, reads, lists and watches through
 * its API, and stops it, so that the JVM's ahead-of-time cache learns what a start loads and which methods a working
 * cluster spends its time in. Run by the launcher. It leaves this machine's network alone.
 */
@Command(name = "train", hidden = true, mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

    private static final int NODES = 10;
    private static final OneProcessCluster.Nodes NODE_COUNT = new OneProcessCluster.Nodes(1, 0, NODES, 0);
    private static final int PODS = 150;
    /** Long enough for profiles: the JVM keeps them of methods that it has compiled once. */
    private static final BenchPlan API_LOAD = new BenchPlan(300, List.of(300), List.of(20));

    @Option(names = "--data", required = true, paramLabel = "DIR")
    private Path data = Path.of("");

    @Option(names = "--start-only", description = "learn what a start loads, and not how a busy cluster works")
    private boolean startOnly;

    @Override
    public Integer call() throws Exception {
        try (DataFolder folder = DataFolder.take(data).orElseThrow();
                NetworkClaim claim =
                        NetworkClaim.take(data.resolve("network"), Optional.empty(), NODE_COUNT::fit, text -> {})) {
            return train(folder, claim);
        }
    }

    private int train(DataFolder folder, NetworkClaim claim) throws Exception {
        var settings = new OneProcessCluster.Settings(
                OneProcessCluster.Listening.loopback(0),
                claim.network(),
                data.resolve("kubeconfig"),
                NODE_COUNT,
                OneProcessCluster.Engine.SIMULATED,
                Optional.empty(),
                OneProcessCluster.Steering.NONE,
                Set.of(),
                OneProcessCluster.Storage.DEFAULT,
                Optional.empty());
        AtomicReference<Throwable> fault = new AtomicReference<>();
        try (OneProcessCluster cluster = OneProcessCluster.start(folder, settings, text -> {}, fault::set)) {
            if (!startOnly) {
                PodsBench.run(settings.kubeconfig(), PODS, 2, System.err);
                ApiBench.run(settings.kubeconfig(), API_LOAD, System.err);
            }
            return fault.get() == null && !cluster.description().isEmpty() ? 0 : 1;
        }
    }
}
