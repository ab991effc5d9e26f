package io.shiplog.compose.command;

import io.shiplog.compose.DataFolder;
import io.shiplog.compose.OneProcessCluster;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code shiplog train}: starts a simulated cluster and stops it, so that the JVM's ahead-of-time cache learns what a start
 * loads. Run by the launcher. It leaves this machine's network alone.
 */
@Command(name = "train", hidden = true, mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

    @Option(names = "--data", required = true, paramLabel = "DIR")
    private Path data = Path.of("");

    @Override
    public Integer call() {
        var settings = new OneProcessCluster.Settings(
                0,
                data.resolve("kubeconfig"),
                new OneProcessCluster.Nodes(1, 0, 0),
                OneProcessCluster.Engine.SIMULATED,
                Optional.empty(),
                OneProcessCluster.Steering.NONE);
        AtomicReference<Throwable> fault = new AtomicReference<>();
        try (DataFolder folder = DataFolder.take(data).orElseThrow();
                OneProcessCluster cluster = OneProcessCluster.start(folder, settings, text -> {}, fault::set)) {
            return fault.get() == null && !cluster.description().isEmpty() ? 0 : 1;
        }
    }
}
