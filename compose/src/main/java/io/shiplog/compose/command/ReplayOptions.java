package io.shiplog.compose.command;

import io.shiplog.cluster.fork.Course;
import io.shiplog.cluster.fork.ReplayCheck;
import io.shiplog.resources.diff.FieldChange;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is replayed in a fork, how fast, and what is asked of it. */
final class ReplayOptions {
    @Option(
            names = "--replay",
            description = "makes again in the fork what people and outside clients wrote from that moment on, tells"
                    + " where it came to something else than what happened, and ends")
    private boolean replay;

    @Option(names = "--until", paramLabel = "MOMENT", description = "up to when is replayed (default: now)")
    private @Nullable String until;

    @Option(
            names = "--speed",
            defaultValue = "1",
            paramLabel = "N",
            description = "how many times as fast as it happened; 0 for one write after the other"
                    + " (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(
            names = "--check",
            paramLabel = "WORDS",
            description = "what has to hold afterwards, else the exit code is 4: " + ReplayCheck.FORMS)
    private List<String> checks = new ArrayList<>();

    boolean isWanted() {
        return replay;
    }

    double speed() {
        return speed;
    }

    @Nullable
    String until() {
        return until;
    }

    /**
     * Refuses what cannot be meant.
     *
     * @throws IllegalArgumentException saying what
     */
    void check() {
        if (!replay && (until != null || !checks.isEmpty())) {
            throw new IllegalArgumentException("--until and --check are for --replay");
        }
        if (!(speed >= 0 && speed <= 1e6)) {
            throw new IllegalArgumentException("--speed is a number from 0 to a million");
        }
        checks.forEach(ReplayOptions::parsed);
    }

    private static ReplayCheck parsed(String words) {
        return ReplayCheck.parse(words)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + words + "' is no check: one is " + ReplayCheck.FORMS));
    }

    /** Tells what a replay came to; whether all checks hold. */
    boolean told(int writes, ReplayCheck.Evidence evidence, PrintWriter out) {
        out.println("replayed " + writes + " writes of people and outside clients");
        evidence.refused().forEach(line -> out.println("could not be done again: " + line));
        evidence.rollouts()
                .forEach(rollout -> out.println("rollout of " + rollout.ref()
                        + (rollout.took() == null
                                ? " did not come to its end"
                                : " took " + rollout.took().toMillis() / 1000.0 + " s")));
        if (evidence.differences().isEmpty()) {
            out.println("nothing differs from what happened");
        }
        for (Course.Difference difference : evidence.differences()) {
            out.println(difference.ref() + " " + difference.what());
            for (FieldChange change : difference.changes()) {
                out.println("    " + change);
            }
        }
        boolean all = true;
        for (String words : checks) {
            List<String> against = parsed(words).against(evidence);
            all &= against.isEmpty();
            out.println("check '" + words + "': " + (against.isEmpty() ? "holds" : "fails"));
            against.forEach(line -> out.println("    " + line));
        }
        out.flush();
        return all;
    }
}
