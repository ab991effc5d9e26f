package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.kafka.boot.Repair;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.disk.JournalPatch;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code shiplog repair}: the way back of a cluster that refuses to start on damaged topics. Shows what would be lost, and asks. */
@Command(
        name = "repair",
        description =
                "Repairs the topics of a stopped cluster that refuses to start: shows what is lost, asks, writes a report.",
        mixinStandardHelpOptions = true)
public final class RepairCommand implements Callable<Integer> {
    private static final int NOT_WANTED = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data folder of the cluster (default: ${DEFAULT-VALUE})")
    private Path data = DataFolder.standard();

    @Option(names = "--yes", description = "does not ask")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        Optional<DataFolder> taken = DataFolder.take(data);
        if (taken.isEmpty()) {
            throw new IllegalStateException("the cluster on " + data + " runs: stop it first");
        }
        try (DataFolder folder = taken.get()) {
            return repair(folder.resolve("kafka"));
        }
    }

    private int repair(Path kafkaFolder) throws IOException {
        Instant now = Instant.now();
        List<String> report = new ArrayList<>();
        var patch = new JournalPatch(kafkaFolder.resolve("logs"), kafkaFolder.resolve(EmbeddedKafka.KEPT));
        List<JournalPatch.Hole> holes = patch.holes();
        if (!holes.isEmpty()) {
            holes.forEach(hole ->
                    report.add(hole.partition() + " cannot be read from offset " + hole.from() + " to " + hole.to()
                            + ": these records are replaced by ones that everybody refuses, and what follows is kept"));
            if (!agreed(report)) {
                return NOT_WANTED;
            }
            patch.mend(now).forEach(hole -> report.add("mended: " + hole));
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(kafkaFolder)) {
            ClusterConfig cluster = kafka.cluster(ClusterConfig.STANDARD_NAME);
            Optional<Repair> repair = Repair.of(cluster);
            if (repair.isPresent()) {
                report.addAll(repair.get().losses());
                if (!agreed(repair.get().losses())) {
                    return NOT_WANTED;
                }
                report.add("repaired: the cluster starts at resourceVersion "
                        + repair.get().carryOut().resourceVersion());
            }
        }
        if (report.isEmpty()) {
            out().println("There is nothing to repair: journal and state meet, and their logs are intact.");
        } else {
            Path file = data.resolve("repair-" + now.toString().replace(':', '-') + ".txt");
            Files.write(file, report);
            out().println("Repaired. What was found and done is in " + file);
        }
        out().flush();
        return 0;
    }

    private boolean agreed(List<String> lines) {
        lines.forEach(out()::println);
        if (yes) {
            return true;
        }
        out().print("Go on? Nothing was changed yet. [yes/no] ");
        out().flush();
        var answers = new Scanner(System.in);
        return answers.hasNextLine() && answers.nextLine().strip().equals("yes");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
