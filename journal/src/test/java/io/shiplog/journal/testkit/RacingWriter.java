package io.shiplog.journal.testkit;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.TESTER;
import static io.shiplog.journal.testkit.Objects.key;

import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Outcome;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A writer that adds to shared counters, one or two in one proposal, on the newest state or on one that is known to be
 * old, and tries again when it is refused. Run as a process it says {@code done N}, the sum of what it added, then
 * reads the end of the journal from its input and says the {@code digest} of every verdict up to there.
 */
public final class RacingWriter {
    private static final int COUNTERS = 3;

    private RacingWriter() {}

    /** Arguments: bootstrap servers, client properties, cluster name, a seed, how many proposals must take effect. */
    public static void main(String[] arguments) throws Exception {
        ClusterConfig cluster = new ClusterConfig(arguments[0], arguments[2], Logins.read(Path.of(arguments[1])));
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
                Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT);
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            say("done " + race(replica, Long.parseLong(arguments[3]), Integer.parseInt(arguments[4])));
            say("digest " + digest(journal, Long.parseLong(input.readLine())));
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** Makes {@code proposals} take effect; the sum of what they added. */
    public static int race(Replica replica, long seed, int proposals) throws Exception {
        Random random = new Random(seed);
        int added = 0;
        State known = replica.latest().get(20, TimeUnit.SECONDS);
        for (int done = 0; done < proposals; ) {
            int first = random.nextInt(COUNTERS);
            List<Write> writes = new ArrayList<>();
            writes.add(increment(known, first));
            if (random.nextBoolean()) {
                writes.add(increment(known, (first + 1) % COUNTERS));
            }
            Proposal proposal = new Proposal(seed + "-" + random.nextLong(), TESTER, writes);
            Outcome outcome = replica.propose(proposal).get(20, TimeUnit.SECONDS);
            if (!(outcome instanceof Outcome.Decided(Verdict verdict, State after))) {
                throw new IllegalStateException("unknown on a healthy Kafka: " + outcome);
            }
            if (verdict instanceof Verdict.Accepted) {
                added += writes.size();
                done++;
            }
            known = random.nextInt(4) == 0 ? known : after;
            if (verdict instanceof Verdict.Refused) {
                known = after;
            }
        }
        return added;
    }

    private static Write increment(State state, int counter) {
        StoredObject current = state.get(CONFIG_MAPS, key("counter-" + counter));
        if (current == null) {
            return Objects.create(key("counter-" + counter), "u" + counter, "1");
        }
        return Objects.update(current, Integer.toString(value(current) + 1));
    }

    /** The sum of all counters. */
    public static int sum(State state) {
        return state.list(CONFIG_MAPS).stream().mapToInt(RacingWriter::value).sum();
    }

    private static int value(StoredObject counter) {
        String json = Objects.text(counter.json());
        int start = json.indexOf("\"value\":\"") + "\"value\":\"".length();
        return Integer.parseInt(json.substring(start, json.indexOf('"', start)));
    }

    /** Folds the journal from its beginning to {@code end} and sums up every verdict. */
    public static String digest(Journal journal, long end) throws Exception {
        CompletableFuture<String> digest = new CompletableFuture<>();
        try (Journal.Tail tail = journal.tail(0, new Journal.Listener() {
            private State state = State.EMPTY;
            private int hash;

            @Override
            public void records(List<JournalRecord> batch) {
                for (JournalRecord record : batch) {
                    if (record.offset() < end) {
                        State.Folded folded = state.fold(record.proposal(), record.offset());
                        state = folded.next();
                        boolean accepted = folded.verdict() instanceof Verdict.Accepted;
                        hash = 31 * (31 * hash + record.proposal().id().hashCode()) + Boolean.hashCode(accepted);
                    }
                }
                if (state.resourceVersion() >= end) {
                    digest.complete(hash + " " + States.print(state).hashCode());
                }
            }

            @Override
            public void failed(Throwable fault) {
                digest.completeExceptionally(fault);
            }
        })) {
            return digest.get(30, TimeUnit.SECONDS);
        }
    }
}
