package io.shiplog.compose.command;

import io.shiplog.bench.api.ApiBench;
import io.shiplog.bench.api.BenchPlan;
import io.shiplog.bench.api.PodsBench;
import io.shiplog.bench.api.SchedulingBench;
import io.shiplog.bench.faults.FaultSettings;
import io.shiplog.bench.faults.FaultSuite;
import io.shiplog.bench.journal.BenchSettings;
import io.shiplog.bench.journal.JournalBench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code shiplog bench}: measures through the real code. */
@Command(
        name = "bench",
        description = "Measures the journal, an API server or a cluster; tries a cluster with faults.",
        mixinStandardHelpOptions = true)
public final class BenchCommand {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** The command's output is for people: standard output. */
    @SuppressWarnings("SystemOut")
    private static PrintStream out() {
        return System.out;
    }

    @Command(
            name = "journal",
            description = "Proposals per second and their latency, through replica, journal and embedded Kafka.",
            mixinStandardHelpOptions = true)
    int journal() throws Exception {
        Path folder = Files.createTempDirectory("shiplog-bench");
        try {
            JournalBench.run(out(), folder, BenchSettings.DEFAULT);
        } finally {
            delete(folder);
        }
        return 0;
    }

    @Command(
            name = "api",
            description = "Creates, updates, reads, lists and watches, against any Kubernetes API server.",
            mixinStandardHelpOptions = true)
    int api(
            @Option(
                            names = "--kubeconfig",
                            required = true,
                            paramLabel = "FILE",
                            description = "how to reach the server")
                    Path kubeconfig,
            @Option(
                            names = "--objects",
                            defaultValue = "10000",
                            paramLabel = "N",
                            description = "how many objects are written, 0 for none (default: ${DEFAULT-VALUE})")
                    int objects,
            @Option(
                            names = "--lists",
                            defaultValue = "10000,100000",
                            split = ",",
                            paramLabel = "N",
                            description = "how many pods are listed, 0 for none (default: ${DEFAULT-VALUE})")
                    List<Integer> lists,
            @Option(
                            names = "--watchers",
                            defaultValue = "1,100,1000",
                            split = ",",
                            paramLabel = "N",
                            description = "how many watchers hear of changes, 0 for none (default: ${DEFAULT-VALUE})")
                    List<Integer> watchers)
            throws Exception {
        ApiBench.run(kubeconfig, new BenchPlan(objects, lists, watchers), out());
        return 0;
    }

    @Command(
            name = "pods",
            description = "From the creation of a Deployment until all its replicas are Ready.",
            mixinStandardHelpOptions = true)
    int pods(
            @Option(
                            names = "--kubeconfig",
                            required = true,
                            paramLabel = "FILE",
                            description = "how to reach the server")
                    Path kubeconfig,
            @Option(
                            names = "--replicas",
                            defaultValue = "1000",
                            paramLabel = "N",
                            description = "how many pods (default: ${DEFAULT-VALUE})")
                    int replicas,
            @Option(
                            names = "--rounds",
                            defaultValue = "3",
                            paramLabel = "N",
                            description = "how many Deployments, one after the other (default: ${DEFAULT-VALUE})")
                    int rounds)
            throws Exception {
        PodsBench.run(kubeconfig, replicas, rounds, out());
        return 0;
    }

    @Command(
            name = "scheduling",
            description = "From the creation of pods until all are bound, on nodes that run nothing.",
            mixinStandardHelpOptions = true)
    int scheduling(
            @Option(
                            names = "--kubeconfig",
                            required = true,
                            paramLabel = "FILE",
                            description = "how to reach the server")
                    Path kubeconfig,
            @Option(
                            names = "--nodes",
                            defaultValue = "1000",
                            paramLabel = "N",
                            description = "how many nodes are made (default: ${DEFAULT-VALUE})")
                    int nodes,
            @Option(
                            names = "--pods",
                            defaultValue = "5000",
                            paramLabel = "N",
                            description = "how many pods are made (default: ${DEFAULT-VALUE})")
                    int pods)
            throws Exception {
        SchedulingBench.run(kubeconfig, nodes, pods, out());
        return 0;
    }

    @Command(
            name = "fill",
            description = "Makes pods of 4 KB that no scheduler takes, and leaves them in a namespace of their own.",
            mixinStandardHelpOptions = true)
    int fill(
            @Option(
                            names = "--kubeconfig",
                            required = true,
                            paramLabel = "FILE",
                            description = "how to reach the server")
                    Path kubeconfig,
            @Option(
                            names = "--pods",
                            defaultValue = "20000",
                            paramLabel = "N",
                            description = "how many pods are made (default: ${DEFAULT-VALUE})")
                    int pods) {
        ApiBench.fill(kubeconfig, pods, out());
        return 0;
    }

    @Command(
            name = "faults",
            description =
                    "Kills, pauses and cuts off the processes of a cluster of its own, and checks what clients saw.",
            mixinStandardHelpOptions = true)
    int faults(
            @Option(
                            names = "--seed",
                            defaultValue = "1",
                            paramLabel = "N",
                            description = "of what is left to chance (default: ${DEFAULT-VALUE})")
                    long seed,
            @Option(
                            names = "--minutes",
                            defaultValue = "10",
                            paramLabel = "N",
                            description = "after which no new fault begins (default: ${DEFAULT-VALUE})")
                    int minutes)
            throws Exception {
        Path folder = Files.createTempDirectory("shiplog-faults");
        var settings = new FaultSettings(
                spec.root().userObject().getClass().getName(), seed, Duration.ofMinutes(minutes), false);
        if (!FaultSuite.run(out(), folder, settings).isEmpty()) {
            return 1;
        }
        delete(folder);
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
