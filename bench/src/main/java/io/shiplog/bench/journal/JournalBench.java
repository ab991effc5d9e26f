package io.shiplog.bench.journal;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Outcome;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.Write;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Proposals per second, and how long a proposer waits, through the code that the API server uses: encode, append to an
 * embedded Kafka, read back, decode, fold, answer. Each proposer updates an object of its own and waits for the verdict
 * before it proposes again.
 */
public final class JournalBench {
    private static final GroupResource RESOURCE = GroupResource.core("configmaps");
    private static final Origin ORIGIN = new Origin("bench", List.of("system:masters"), "update", "shiplog-bench");

    private final PrintStream out;
    private final BenchSettings settings;
    private final Replica replica;

    private JournalBench(PrintStream out, BenchSettings settings, Replica replica) {
        this.out = out;
        this.settings = settings;
        this.replica = replica;
    }

    /**
     * Runs on an embedded Kafka and prints a table.
     *
     * @param directory an empty folder for Kafka's data; the caller removes it
     */
    public static void run(PrintStream out, Path directory, BenchSettings settings) throws InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            run(out, kafka.cluster("bench-" + UUID.randomUUID()), TopicSettings.singleBroker(), settings);
        }
    }

    /** Runs on an existing Kafka, in topics of a cluster that is made for it, and prints a table. */
    public static void run(PrintStream out, ClusterConfig cluster, TopicSettings topics, BenchSettings settings)
            throws InterruptedException {
        TopicSetup.ensure(cluster, topics);
        ReplicaSettings replicaSettings = ReplicaSettings.DEFAULT.withHistory(10_000, Duration.ofMinutes(5));
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
                Replica replica = Replica.start(journal, State.EMPTY, replicaSettings)) {
            JournalBench bench = new JournalBench(out, settings, replica);
            bench.measure(64, settings.warmUp());
            out.printf(
                    Locale.ROOT,
                    "%10s %14s %10s %10s %18s%n",
                    "proposers",
                    "proposals/s",
                    "p50 ms",
                    "p99 ms",
                    "CPU us/proposal");
            for (int proposers : settings.proposers()) {
                bench.print(proposers);
            }
        }
    }

    private void print(int proposers) throws InterruptedException {
        long cpuBefore = cpuNanos();
        long start = System.nanoTime();
        Latencies latencies = measure(proposers, settings.measure());
        double seconds = (System.nanoTime() - start) / 1e9;
        long count = latencies.count();
        out.printf(
                Locale.ROOT,
                "%10d %14.0f %10.2f %10.2f %18.1f%n",
                proposers,
                count / seconds,
                latencies.millisAt(0.5),
                latencies.millisAt(0.99),
                (cpuNanos() - cpuBefore) / 1e3 / Math.max(1, count));
    }

    private Latencies measure(int proposers, Duration duration) throws InterruptedException {
        Latencies latencies = new Latencies();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < proposers; i++) {
            Proposer proposer = new Proposer(new ObjectKey("bench", "object-" + UUID.randomUUID()));
            threads.add(Thread.ofVirtual().start(() -> {
                while (!stop.get()) {
                    proposer.propose(latencies);
                }
            }));
        }
        Thread.sleep(duration);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return latencies;
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    /** One proposer and its object. */
    private final class Proposer {
        private final ObjectKey key;
        private final String uid = UUID.randomUUID().toString();
        private final byte[] object;
        private final String idPrefix = UUID.randomUUID() + "-";
        private long base;
        private long count;

        Proposer(ObjectKey key) {
            this.key = key;
            String head = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + key.name()
                    + "\",\"namespace\":\"" + key.namespace() + "\",\"uid\":\"" + uid
                    + "\",\"labels\":{\"app\":\"bench\"}},\"data\":{";
            StringBuilder json = new StringBuilder(head);
            for (int i = 0; json.length() < settings.objectBytes() - 60; i++) {
                json.append(i == 0 ? "" : ",")
                        .append("\"key-")
                        .append(i)
                        .append("\":\"the value of key ")
                        .append(i);
                json.append('"');
            }
            this.object = json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
        }

        void propose(Latencies latencies) {
            Write write = new Write(RESOURCE, key, uid, base, object);
            long start = System.nanoTime();
            Outcome outcome = replica.propose(new Proposal(idPrefix + count++, ORIGIN, List.of(write)))
                    .join();
            switch (outcome) {
                case Outcome.Decided(Verdict.Accepted accepted, State state) -> base = accepted.resourceVersion();
                case Outcome.Decided(Verdict.Refused refused, State state) ->
                    throw new IllegalStateException("nobody else writes this object, yet: " + refused);
                case Outcome.Unknown unknown -> throw new IllegalStateException("the journal is too slow: " + unknown);
            }
            latencies.add(System.nanoTime() - start);
        }
    }
}
