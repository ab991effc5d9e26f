package io.shiplog.compose.command;

import io.shiplog.cluster.OneProcessCluster;
import io.shiplog.cluster.fork.Course;
import io.shiplog.cluster.fork.RecordedChange;
import io.shiplog.cluster.fork.Reenactment;
import io.shiplog.cluster.fork.ReplayCheck;
import io.shiplog.cluster.fork.Rollouts;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Outcome;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.past.KafkaArchive;
import io.shiplog.journal.replica.Replica;
import io.shiplog.objects.Change;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Makes recorded changes again in a fork, each when it is due, and waits for what comes of them. Used by one thread.
 */
final class ForkReplay {
    private static final int MAX_ATTEMPTS = 64;
    /** The fork has come to rest when nothing was written for so long. */
    private static final Duration REST = Duration.ofSeconds(3);

    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final OneProcessCluster cluster;
    private final Replica replica;
    private final RecordedPast past;
    /** How many times as fast as it happened; 0 for one after the other. */
    private final double speed;

    private final List<String> refused = new ArrayList<>();

    ForkReplay(OneProcessCluster cluster, RecordedPast past, double speed) {
        this.cluster = cluster;
        this.replica = cluster.replica();
        this.past = past;
        this.speed = speed;
    }

    /** Replays all of it, and returns when the fork has come to rest. */
    ReplayCheck.Evidence run() throws InterruptedException {
        State from = replica.state();
        Instant started = Instant.now();
        for (RecordedChange change : past.changes()) {
            rest(started, change.time());
            for (Change asked : change.asked()) {
                again(change, asked);
            }
        }
        rest(started, past.ends());
        State end = settled();
        Rollouts rollouts = new Rollouts();
        history(from, end, rollouts);
        return new ReplayCheck.Evidence(rollouts.all(), end, refused, Course.differences(past.end(), end));
    }

    private void rest(Instant started, Instant recorded) throws InterruptedException {
        if (speed > 0) {
            long after = (long) (Duration.between(past.begins(), recorded).toMillis() / speed);
            long millis =
                    Duration.between(Instant.now(), started.plusMillis(after)).toMillis();
            if (millis > 0) {
                Thread.sleep(millis);
            }
        }
    }

    private State settled() throws InterruptedException {
        Instant begin = Instant.now();
        Instant since = begin;
        State last = replica.state();
        while (Duration.between(since, Instant.now()).compareTo(REST) < 0
                && Duration.between(begin, Instant.now()).compareTo(LONGEST_SETTLING) < 0) {
            Thread.sleep(LOOK_AGAIN);
            State now = replica.state();
            if (now.resourceVersion() != last.resourceVersion()) {
                last = now;
                since = Instant.now();
            }
        }
        return last;
    }

    private void again(RecordedChange recorded, Change change) throws InterruptedException {
        Origin was = recorded.origin();
        var origin = new Origin(
                was.user(),
                was.groups(),
                was.verb(),
                was.client() + " replay=" + recorded.resourceVersion(),
                was.impersonator());
        String what = recorded.resourceVersion() + "  " + was.user() + "  " + was.verb() + "  " + change.resource()
                + " " + change.key();
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Decision decision = new Reenactment(change, was.verb(), Instant.now()).decide(get(replica.latest()));
            switch (decision) {
                case Decision.Nothing _, Decision.Awaits _ -> {
                    return;
                }
                case Decision.Refused(Refusal refusal) -> {
                    refused.add(what + ": " + refusal.message());
                    return;
                }
                case Decision.Propose proposed -> {
                    String id = "replay-" + recorded.resourceVersion() + "-" + change.key() + "-" + attempt;
                    switch (get(replica.propose(new Proposal(id, origin, proposed.writes())))) {
                        case Outcome.Decided(Verdict verdict, State _) -> {
                            if (verdict instanceof Verdict.Accepted) {
                                return;
                            }
                        }
                        case Outcome.Unknown(String reason) -> {
                            refused.add(what + ": nobody knows whether it took effect: " + reason);
                            return;
                        }
                    }
                }
            }
        }
        refused.add(what + ": too many other writes came first");
    }

    private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the fork does not take writes: " + e.getCause(), e);
        }
    }

    private void history(State from, State end, Rollouts rollouts) {
        State[] state = {from};
        try (KafkaArchive archive = new KafkaArchive(cluster.kafka().as(Principal.Role.APISERVER))) {
            archive.read(from.resourceVersion(), end.resourceVersion(), record -> {
                State.Folded folded = state[0].fold(record.proposal(), record.offset());
                state[0] = folded.next();
                if (folded.verdict() instanceof Verdict.Accepted accepted) {
                    accepted.changes().forEach(change -> rollouts.next(record.time(), change));
                }
            });
        }
    }
}
