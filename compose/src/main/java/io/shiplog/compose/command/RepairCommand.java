package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.kafka.boot.Repair;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.disk.JournalPatch;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

/**
 * {@code shiplog repair}: the way back of a cluster that refuses to start on damaged topics. Shows what would be lost,
 * and asks.
 */
@Command(
        name = "repair",
        description =
                "Repairs the topics of a stopped cluster that refuses to start: shows what is lost, asks, writes a report.",
        mixinStandardHelpOptions = true)
public final class RepairCommand implements Callable<Integer> {
    private static final int NOT_WANTED = 2;

    /** One for all questions: it reads ahead. */
    private final Scanner answers;

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

    public RepairCommand() {
        this(System.in);
    }

    /** @param answers what the questions are answered, a line each */
    RepairCommand(InputStream answers) {
        this.answers = new Scanner(answers, StandardCharsets.UTF_8);
    }

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
        if (!mended(kafkaFolder, now, report)) {
            return NOT_WANTED;
        }
        boolean changed = !report.isEmpty();
        boolean joined = joined(kafkaFolder, report, changed);
        if (report.isEmpty()) {
            say("There is nothing to repair: journal and state meet, and their logs are intact.");
        } else if (joined) {
            say("Repaired. What was found and done is in " + written(report, now));
        } else if (changed) {
            say("The journal's files were mended, nothing else was done: the cluster does not start yet."
                    + " What was found and done is in " + written(report, now));
        }
        return joined ? 0 : NOT_WANTED;
    }

    /** Mends the journal's files, where that is needed; whether it was not, or was wanted. */
    private boolean mended(Path kafkaFolder, Instant now, List<String> report) throws IOException {
        var patch = new JournalPatch(kafkaFolder.resolve("logs"), kafkaFolder.resolve(EmbeddedKafka.KEPT));
        List<String> found = new ArrayList<>();
        for (JournalPatch.Hole hole : patch.holes()) {
            found.add(hole.partition() + " cannot be read from offset " + hole.from() + " to " + hole.to()
                    + ": these records are replaced by ones that everybody refuses, and what follows is kept");
        }
        if (found.isEmpty()) {
            return true;
        }
        if (!agreed(found, "Nothing was changed yet.")) {
            return false;
        }
        report.addAll(found);
        patch.mend(now).forEach(hole -> report.add("mended: " + hole));
        return true;
    }

    /** Brings journal and state together, where that is needed; whether it was not, or was wanted. */
    private boolean joined(Path kafkaFolder, List<String> report, boolean mended) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(kafkaFolder)) {
            Optional<Repair> repair = Repair.of(kafka.cluster(ClusterConfig.STANDARD_NAME));
            if (repair.isEmpty()) {
                return true;
            }
            List<String> losses = repair.get().losses();
            if (!agreed(
                    losses,
                    mended ? "The journal's files were mended, nothing else was done." : "Nothing was changed yet.")) {
                if (mended) {
                    report.addAll(losses);
                    report.add("not repaired: that was not wanted");
                }
                return false;
            }
            report.addAll(losses);
            report.add("repaired: the cluster starts at resourceVersion "
                    + repair.get().carryOut().resourceVersion());
            return true;
        }
    }

    private Path written(List<String> report, Instant now) throws IOException {
        return Files.write(data.resolve("repair-" + now.toString().replace(':', '-') + ".txt"), report);
    }

    private boolean agreed(List<String> lines, String sofar) {
        lines.forEach(out()::println);
        if (yes) {
            return true;
        }
        out().print("Go on? " + sofar + " [yes/no] ");
        out().flush();
        return answers.hasNextLine() && answers.nextLine().strip().equals("yes");
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
