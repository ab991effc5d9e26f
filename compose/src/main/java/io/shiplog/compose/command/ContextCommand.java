package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.cluster.Kubeconfig;
import io.shiplog.journal.past.MomentName;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code shiplog context}: a context for kubectl that shows the cluster at a past moment. */
@Command(
        name = "context",
        description = "Writes a kubeconfig whose context shows the cluster at a past moment.",
        mixinStandardHelpOptions = true)
public final class ContextCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--at",
            required = true,
            paramLabel = "MOMENT",
            description = "a resourceVersion, an RFC 3339 time, or how long ago: -5m, -2h30m, -1d")
    private String at = "";

    @Option(names = "--data", paramLabel = "DIR", description = "the cluster's data folder (default: ${DEFAULT-VALUE})")
    private Path data = DataFolder.standard();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "the kubeconfig of the cluster as it is now (default: in the data folder)")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "where to write (default: beside the kubeconfig, with -at at its end)")
    private @Nullable Path to;

    @Override
    public Integer call() {
        Path from = kubeconfig == null ? data.resolve("kubeconfig") : kubeconfig;
        Path file = to == null ? from.resolveSibling(from.getFileName() + "-at") : to;
        MomentName moment = MomentName.parse(at)
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + at + "' is no moment: a moment is " + MomentName.FORMS));
        Kubeconfig.writeAt(from, file, fixed(moment));
        PrintWriter out = spec.commandLine().getOut();
        out.println("export KUBECONFIG=" + file.toAbsolutePath());
        out.flush();
        return 0;
    }

    /** What is looked at one after the other is to be of one moment. */
    private static String fixed(MomentName moment) {
        return switch (moment) {
            case MomentName.Version(long version) -> Long.toString(version);
            case MomentName.At(Instant time) -> time.toString();
            case MomentName.Ago(var ago) ->
                Instant.now().minus(ago).truncatedTo(ChronoUnit.MILLIS).toString();
        };
    }
}
