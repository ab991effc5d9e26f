package io.shiplog.compose.command;

import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.kafka.verify.SealAudit;
import io.shiplog.journal.kafka.verify.Verification;
import io.shiplog.journal.seal.SealKey;
import io.shiplog.journal.verify.Difference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code shiplog verify}: folds the journal again and compares with what the materializer wrote. Reads only; for people
 * and for scheduled jobs.
 */
@Command(
        name = "verify",
        description = "Audits a cluster's topics: folds the journal again and compares with the state topic and the"
                + " keyframes. Ends with 0 when they agree and with 4 at the first difference, which it names.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    /** The exit code when something is not what it should be. */
    static final int DIFFERENT = 4;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private AuditedTopics topics = new AuditedTopics();

    @Option(
            names = "--from",
            paramLabel = "RESOURCEVERSION",
            defaultValue = "0",
            description = "begins with the last keyframe at or before it (default: as early as the journal goes)")
    private long from;

    @Option(names = "--last", description = "begins with the last keyframe: for a job that runs often")
    private boolean last;

    @Option(
            names = "--seals",
            description = "walks the seals of the journal instead: names the first record that was altered, dropped,"
                    + " inserted or reordered")
    private boolean seals;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "with --seals: each has to be signed by this key, such as pki/seal.pub of the data folder")
    private @Nullable Path publicKey;

    @Option(
            names = "--head",
            paramLabel = "HASH",
            defaultValue = "",
            description = "with --seals: the head that an earlier run told, which has to be there still")
    private String head = "";

    @Override
    public Integer call() throws IOException {
        PublicKey key = publicKey == null ? null : SealKey.ofPem(Files.readString(publicKey));
        try (PartitionLogs logs = topics.open()) {
            if (seals) {
                SealAudit.Report report = SealAudit.of(logs, topics.cluster(), new SealAudit.Wanted(key, head));
                tell(report);
                return report.difference() == null ? 0 : DIFFERENT;
            }
            Verification.Report report = Verification.of(logs, topics.cluster(), last ? Long.MAX_VALUE : from);
            tell(report);
            return report.difference() == null ? 0 : DIFFERENT;
        }
    }

    private void tell(SealAudit.Report report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("seals: " + report.seals() + " walked, the journal from offset " + report.from() + " to "
                + report.to() + "; " + report.unsealed() + " records after that are not sealed yet");
        Difference difference = report.difference();
        if (difference == null) {
            out.println("journal: nothing was altered, dropped, inserted or reordered");
            out.println("keyframes: " + report.keyframes() + " are what was sealed");
            out.println("head: " + report.head());
        } else {
            out.println("first difference: " + difference);
        }
        out.flush();
    }

    private void tell(Verification.Report report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("journal: " + report.proposals() + " proposals folded, from resourceVersion " + report.from()
                + " to " + report.to() + "; " + report.refused() + " took no effect");
        Difference difference = report.difference();
        if (difference == null) {
            out.println("state: " + report.records() + " records and " + report.positions() + " positions agree");
            out.println("keyframes: " + report.keyframes() + " agree");
        } else {
            out.println("first difference: " + difference);
        }
        out.flush();
    }
}
