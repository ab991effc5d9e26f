package io.shiplog.reconcilers.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.reconcilers.loop.Preparation;
import io.shiplog.reconcilers.objects.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds the fold of one partition's reports, and forwards its proposals. The task's thread owns it. */
final class StatusProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(StatusProcessor.class);
    private static final Duration TICK = Duration.ofMillis(2);
    /** The longest that one task's reports keep the thread from the others'. */
    private static final Duration SLICE = Duration.ofMillis(20);

    private final ProposalCodec codec = new ProposalCodec(ProposalLimits.DEFAULT);
    private final ConcurrentLinkedQueue<StateRecord> changes = new ConcurrentLinkedQueue<>();
    private final Consumer<StateRecord> subscription = changes::add;
    private @Nullable SharedObjects shared;
    private final StatusSettings settings;
    private final Preparation preparation;
    private final ReportPartitions partitions;
    private final Hearing hearing;
    private @Nullable Running running;
    /** Whether the nodes that were there at the start are watched over. */
    private boolean watching;

    private record Running(ProcessorContext<byte[], byte[]> context, ReportStore store, ReportLoop loop) {}

    StatusProcessor(StatusSettings settings, Preparation preparation, ReportPartitions partitions, Hearing hearing) {
        this.settings = settings;
        this.preparation = preparation;
        this.partitions = partitions;
        this.hearing = hearing;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        ReportStore store = context.getStateStore(StatusTopology.LATEST);
        SharedObjects objects = context.getStateStore(StatusTopology.SHARED_OBJECTS);
        shared = objects;
        objects.subscribe(subscription);
        var loop = new ReportLoop(
                settings,
                objects::get,
                preparation,
                () -> UUID.randomUUID().toString(),
                new Outside(context),
                Instant.ofEpochMilli(context.currentSystemTimeMs()));
        loop.start(store.reports());
        watching = false;
        running = new Running(context, store, loop);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Running now = Objects.requireNonNull(running);
        String key = new String(record.key(), UTF_8);
        now.store().put(key, record.value());
        now.loop().take(key, record.value(), Instant.ofEpochMilli(now.context().currentSystemTimeMs()));
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.unsubscribe(subscription);
        }
    }

    private void tick(long timeMillis) {
        Running now = Objects.requireNonNull(running);
        Instant time = Instant.ofEpochMilli(timeMillis);
        if (!watching) {
            watching = true;
            Objects.requireNonNull(shared).keys(Resources.NODES).forEach(node -> watch(now, node.name(), time));
        }
        for (StateRecord record = changes.poll(); record != null; record = changes.poll()) {
            now.loop().changed(record.ref(), record.proposal());
            if (record.resource().equals(Resources.NODES) && record.object() != null) {
                watch(now, record.key().name(), time);
            }
        }
        long until = System.nanoTime() + SLICE.toNanos();
        now.loop().work(time, () -> System.nanoTime() < until);
    }

    /** Watches over a node whose reports would come to this task. */
    private void watch(Running now, String node, Instant time) {
        if (NodePartition.of(node, partitions.count()) == now.context().taskId().partition()) {
            now.loop().watch(node, time);
        }
    }

    private final class Outside implements ReportLoop.Outside {
        private final ProcessorContext<byte[], byte[]> context;

        Outside(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
        }

        @Override
        @SuppressWarnings("NullAway") // journal records have no key; Kafka's interface is not annotated
        public void accept(Proposal proposal) {
            context.forward(
                    new Record<byte[], byte[]>(null, codec.encode(proposal), context.currentSystemTimeMs()),
                    StatusTopology.JOURNAL);
        }

        @Override
        public boolean hears() {
            return hearing.works();
        }

        @Override
        public void failed(String key, RuntimeException fault) {
            LOG.warn("the report {} is left alone until the next one", key, fault);
        }
    }
}
