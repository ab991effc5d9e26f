package io.shiplog.reconcilers.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.streams.Gate;
import io.shiplog.journal.streams.ViewStore;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.assignments.AssignmentFold;
import io.shiplog.reconcilers.feeds.Feed;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.reconcilers.feeds.PublishedFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the controllers' loop and the node assignments with the records of the state topic, and forwards what they make of
 * them. The task's thread owns it.
 *
 * <p>Nothing is forwarded before the gate opens: whoever takes for gone what it has not seen yet deletes dependents and
 * withdraws pods, and whoever takes for there what is long gone starts pods again. Then the assignments are brought to what they
 * should be, whatever was written before, and every later one is forwarded while its record is processed. Proposals may be lost: a
 * start reconciles every key.
 */
final class ControllersProcessor implements Processor<ObjectRef, StateRecord, byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(ControllersProcessor.class);
    private static final Duration TICK = Duration.ofMillis(1);
    /** The longest that dirty keys keep the thread from reading records. */
    private static final Duration SLICE = Duration.ofMillis(50);

    private final ProposalCodec codec = new ProposalCodec(ProposalLimits.DEFAULT);
    private final List<Reconciler> reconcilers;
    private final Preparation preparation;
    private final PublishedFeed published;
    private final Supplier<Gate> gates;
    private final Pacing pacing = new Pacing();
    private @Nullable Running running;

    /** Deciding has begun. */
    private boolean begun;

    private record Running(
            ProcessorContext<byte[], byte[]> context,
            ViewStore store,
            StateView view,
            ReconcileLoop loop,
            Feed assignments,
            Gate gate) {}

    ControllersProcessor(
            List<Reconciler> reconcilers, Preparation preparation, PublishedFeed published, Supplier<Gate> gates) {
        this.published = published;
        this.gates = gates;
        this.reconcilers = reconcilers;
        this.preparation = preparation;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        var outside = new Outside(context);
        // First, and it may take its time: what the view gets to know meanwhile it knows at the start.
        Feed assignments = Feed.open(
                ControllersTopology.ASSIGNMENTS,
                new AssignmentFold((pod, fault) -> outside.failed("assignments", pod, fault)),
                published,
                (record, headers, timestamp) -> assign(context, record, headers, timestamp));
        StateView view = ViewTopology.restored(context);
        var loop = new ReconcileLoop(
                view, reconcilers, preparation, () -> UUID.randomUUID().toString(), outside);
        var now = new Running(context, ViewTopology.store(context), view, loop, assignments, gates.get());
        running = now;
        loop.start();
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<ObjectRef, StateRecord> record) {
        Running now = Objects.requireNonNull(running);
        Change change = now.loop().take(record.value());
        if (!begun) {
            begin(now, record.timestamp());
        } else if (change != null) {
            now.assignments().changed(change, now.view(), record.timestamp());
        }
    }

    @Override
    public void close() {
        Running now = running;
        if (now != null) {
            now.gate().close();
            now.assignments().close();
        }
    }

    /** Whether deciding has begun; begins it when the gate is open. */
    private boolean begin(Running now, long timestamp) {
        if (!begun && now.gate().open(now.store().resourceVersion())) {
            begun = true;
            now.assignments().start(now.view(), timestamp);
        }
        return begun;
    }

    private void tick(long timeMillis) {
        Running now = Objects.requireNonNull(running);
        if (!begin(now, timeMillis)) {
            return;
        }
        now.assignments().lookAfter(now.view(), timeMillis);
        long begin = System.nanoTime();
        if (pacing.due(begin)) {
            now.loop().work(Instant.ofEpochMilli(timeMillis), () -> System.nanoTime() - begin < SLICE.toNanos());
            pacing.worked(begin, System.nanoTime(), now.loop().backlog() > 0);
        }
    }

    private static void assign(
            ProcessorContext<byte[], byte[]> context, FeedRecord record, Headers headers, long timestamp) {
        context.forward(
                new Record<>(record.key().getBytes(UTF_8), record.value(), timestamp, headers),
                ControllersTopology.ASSIGNMENTS);
    }

    private final class Outside implements ReconcileLoop.Outside {
        private final ProcessorContext<byte[], byte[]> context;

        Outside(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
        }

        @Override
        @SuppressWarnings("NullAway") // journal records have no key; Kafka's interface is not annotated
        public void propose(Proposal proposal) {
            byte[] value = codec.encode(proposal);
            context.forward(
                    new Record<byte[], byte[]>(null, value, context.currentSystemTimeMs()),
                    ControllersTopology.JOURNAL);
        }

        @Override
        public void failed(String controller, ObjectRef ref, Throwable fault) {
            LOG.error("{} failed on {} and tries again later", controller, ref, fault);
        }
    }
}
