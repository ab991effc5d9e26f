package io.shiplog.reconcilers.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.loop.DutyCycle;
import io.shiplog.journal.loop.Loop;
import io.shiplog.journal.loop.QueueMetrics;
import io.shiplog.journal.streams.CacheSync;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.journal.streams.ProposalSink;
import io.shiplog.journal.streams.Rounds;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.resources.kinds.cluster.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the fold of one partition's reports, each only if it came by its node's own way, and forwards the fold's
 * proposals. The task's thread owns it.
 */
final class StatusProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(StatusProcessor.class);
    /** The longest that one task's reports keep the thread from the others'. */
    private static final Duration SLICE = Duration.ofMillis(20);

    private final ConcurrentLinkedQueue<StateRecord> changes = new ConcurrentLinkedQueue<>();
    private final Consumer<StateRecord> subscription = this::changed;
    private final StatusTopology.Parts parts;
    private final Function<ProcessorContext<?, ?>, SharedObjects> objects;
    private final ClusterConfig cluster;
    private @Nullable Running running;

    private record Running(
            ProcessorContext<byte[], byte[]> context,
            SharedObjects shared,
            Stores stores,
            ReportLoop loop,
            Rounds rounds,
            Ends ends) {}

    /** Where the two topics ended when the task began. */
    private record Ends(long shared, long relayed) {}

    /**
     * The latest reports as they lie in the topics.
     *
     * @param shared those of nodes that share their topics
     * @param relayed those of nodes that joined
     */
    private record Stores(ReportStore shared, ReportStore relayed) {
        ReportStore of(boolean relay) {
            return relay ? relayed : shared;
        }

        ReportWays ways() {
            return new ReportWays(shared.reports(), relayed.reports());
        }
    }

    /**
     * @param objects what a task shares with all others
     * @param cluster whose reports they are
     */
    StatusProcessor(
            StatusTopology.Parts parts,
            Function<ProcessorContext<?, ?>, SharedObjects> objects,
            ClusterConfig cluster) {
        this.parts = parts;
        this.objects = objects;
        this.cluster = cluster;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        int partition = context.taskId().partition();
        var ends = new Ends(
                parts.partitions().end(Topics.reports(cluster), partition),
                parts.partitions().end(Topics.relayedReports(cluster), partition));
        var stores = new Stores(
                context.getStateStore(StatusTopology.LATEST), context.getStateStore(StatusTopology.LATEST_RELAYED));
        SharedObjects shared = objects.apply(context);
        var loop = new ReportLoop(
                parts.settings(),
                shared::get,
                () -> UUID.randomUUID().toString(),
                new JournalOutput(new ProposalSink(context, StatusTopology.PROPOSE), shared),
                Instant.ofEpochMilli(context.currentSystemTimeMs()));
        loop.start(stores.ways().counting());
        var settings = new Rounds.Settings(
                SLICE,
                DutyCycle.none(),
                CacheSync.when(shared::isOpen),
                () -> 0,
                parts.instruments().loop(StatusTopology.APPLICATION),
                StreamsSettings.writes(context));
        Rounds rounds = Rounds.start(context, settings, new TakingChanges(loop), this::watchAll);
        running = new Running(context, shared, stores, loop, rounds, ends);
        shared.subscribe(subscription);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Running now = Objects.requireNonNull(running);
        String key = new String(record.key(), UTF_8);
        boolean relayed = now.context().recordMetadata().orElseThrow().topic().equals(Topics.relayedReports(cluster));
        List<String> before = relayed ? now.stores().ways().overtakenBy(key) : List.of();
        now.stores().of(relayed).put(key, record.value());
        if (!now.stores().ways().counts(key, relayed)) {
            LOG.debug("a report {} did not come by its node's own way", key);
            return;
        }
        before.forEach(overtaken -> now.loop().known(overtaken, null));
        long end = relayed ? now.ends().relayed() : now.ends().shared();
        if (isOld(end, record.timestamp(), now)) {
            now.loop().known(key, record.value());
        } else {
            now.loop().take(key, record.value(), now.rounds().now());
        }
        now.rounds().soon();
    }

    /** Whether the record was there before this task, long enough to say nothing of the node's being there now. */
    private boolean isOld(long end, long timestamp, Running now) {
        return now.context().recordMetadata().orElseThrow().offset() < end
                && timestamp
                        < now.rounds()
                                .now()
                                .minus(parts.settings().nodeSilence())
                                .toEpochMilli();
    }

    @Override
    public void close() {
        Running last = running;
        if (last != null) {
            last.shared().unsubscribe(subscription);
            last.rounds().close();
        }
    }

    /** An object that is shared has changed; called on the thread that shares it. */
    private void changed(StateRecord record) {
        changes.add(record);
        Running now = running;
        if (now != null) {
            now.rounds().soonIfSameThread();
        }
    }

    private void watchAll(Instant time) {
        Running now = Objects.requireNonNull(running);
        now.shared().keys(Nodes.RESOURCE).forEach(node -> watch(now, node.name(), time));
    }

    /** Watches over a node whose reports would come to this task. */
    private void watch(Running now, String node, Instant time) {
        if (NodePartition.of(node, parts.partitions().count())
                == now.context().taskId().partition()) {
            now.loop().watch(node, time);
        }
    }

    /** The loop, which is told first what has changed meanwhile. */
    private final class TakingChanges implements Loop {
        private final ReportLoop loop;

        TakingChanges(ReportLoop loop) {
            this.loop = loop;
        }

        @Override
        public void work(Instant now, BooleanSupplier goOn) {
            for (StateRecord record = changes.poll(); record != null; record = changes.poll()) {
                loop.changed(record.ref(), record.proposal());
                if (record.resource().equals(Nodes.RESOURCE) && record.object() != null) {
                    watch(Objects.requireNonNull(running), record.key().name(), now);
                }
            }
            loop.work(now, goOn);
        }

        @Override
        public @Nullable Instant due(Instant now) {
            return changes.isEmpty() ? loop.due(now) : now;
        }

        @Override
        public int backlog() {
            return loop.backlog();
        }

        @Override
        public int underway() {
            return loop.underway();
        }
    }

    private final class JournalOutput implements ReportLoop.Output {
        private final ProposalSink journal;
        private final SharedObjects shared;

        JournalOutput(ProposalSink journal, SharedObjects shared) {
            this.journal = journal;
            this.shared = shared;
        }

        @Override
        public void accept(Proposal proposal) {
            journal.propose(proposal);
        }

        @Override
        public QueueMetrics queue() {
            return parts.instruments().queue(StatusTopology.APPLICATION);
        }

        @Override
        public boolean reportsArrive() {
            return parts.reachability().holds();
        }

        @Override
        public Duration behind(Instant now) {
            return shared.behind(now.toEpochMilli());
        }

        @Override
        public void failed(String key, RuntimeException fault) {
            LOG.warn("the report {} is left alone until the next one", key, fault);
        }
    }
}
