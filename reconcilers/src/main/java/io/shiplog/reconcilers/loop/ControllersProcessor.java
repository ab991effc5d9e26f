package io.shiplog.reconcilers.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.streams.Gate;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.assignments.Assignment;
import io.shiplog.reconcilers.assignments.AssignmentFold;
import io.shiplog.reconcilers.assignments.PublishedAssignments;
import io.shiplog.reconcilers.assignments.WrittenAssignments;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the controllers' loop and the node assignments with the records of the state topics, and forwards what they make of
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
    /** Between two looks at what others wrote to {@code assignments}. */
    private static final Duration READ_BACK = Duration.ofMillis(500);

    private final ProposalCodec codec = new ProposalCodec(ProposalLimits.DEFAULT);
    private final Collection<GroupResource> resources;
    private final List<Reconciler> reconcilers;
    private final Preparation preparation;
    private final PublishedAssignments published;
    private final Supplier<Gate> gates;
    private final Pacing pacing = new Pacing();
    private @Nullable Running running;

    /** The latest assignments of before; null once they are what they should be. */
    private @Nullable Map<String, UUID> before = Map.of();

    private long readBackMillis;

    private record Running(
            ProcessorContext<byte[], byte[]> context,
            StateView view,
            ReconcileLoop loop,
            AssignmentFold assignments,
            WrittenAssignments written,
            PublishedAssignments.Reader reader,
            Gate gate) {}

    ControllersProcessor(
            Collection<GroupResource> resources,
            List<Reconciler> reconcilers,
            Preparation preparation,
            PublishedAssignments published,
            Supplier<Gate> gates) {
        this.published = published;
        this.gates = gates;
        this.resources = resources;
        this.reconcilers = reconcilers;
        this.preparation = preparation;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        PublishedAssignments.Reader reader = published.open();
        try {
            before = reader.latest();
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
        StateView view = ViewTopology.restored(context, resources);
        var outside = new Outside(context);
        var loop = new ReconcileLoop(
                view, reconcilers, preparation, () -> UUID.randomUUID().toString(), outside);
        var now = new Running(
                context,
                view,
                loop,
                new AssignmentFold((pod, fault) -> outside.failed("assignments", pod, fault)),
                new WrittenAssignments(UUID.randomUUID().toString()),
                reader,
                gates.get());
        running = now;
        loop.start();
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<ObjectRef, StateRecord> record) {
        Running now = Objects.requireNonNull(running);
        Change change = now.loop().take(record.value());
        now.context().recordMetadata().ifPresent(at -> now.gate().taken(at.topic(), at.offset()));
        if (before != null) {
            begin(now, record.timestamp());
        } else if (change != null) {
            assign(now, now.assignments().changed(change, now.view()), record.timestamp());
        }
    }

    @Override
    public void close() {
        Running now = running;
        if (now != null) {
            now.gate().close();
            now.reader().close();
        }
    }

    /** Whether deciding has begun; begins it when the gate is open. */
    private boolean begin(Running now, long timestamp) {
        Map<String, UUID> latest = before;
        if (latest != null && now.gate().open()) {
            before = null;
            assign(now, now.assignments().start(now.view(), latest), timestamp);
        }
        return before == null;
    }

    private void tick(long timeMillis) {
        Running now = Objects.requireNonNull(running);
        if (!begin(now, timeMillis)) {
            return;
        }
        if (timeMillis - readBackMillis >= READ_BACK.toMillis()) {
            readBackMillis = timeMillis;
            readBack(now, timeMillis);
        }
        long begin = System.nanoTime();
        if (pacing.due(begin)) {
            now.loop().work(Instant.ofEpochMilli(timeMillis), () -> System.nanoTime() - begin < SLICE.toNanos());
            pacing.worked(begin, System.nanoTime(), now.loop().backlog() > 0);
        }
    }

    private static void readBack(Running now, long timestamp) {
        for (PublishedAssignments.Seen seen : now.reader().next()) {
            if (now.written().overwrites(seen)) {
                List<Assignment> right = now.assignments().overwritten(seen.key(), seen.value(), now.view());
                if (!right.isEmpty()) {
                    LOG.warn("the assignment {} was overwritten by {}, writing it again", seen.key(), seen.writer());
                    assign(now, right, timestamp);
                }
            }
        }
    }

    private static void assign(Running now, List<Assignment> assignments, long timestamp) {
        for (Assignment assignment : assignments) {
            var record = new Record<>(
                    assignment.key().getBytes(UTF_8),
                    assignment.value(),
                    timestamp,
                    now.written().writing(assignment.key()));
            now.context().forward(record, ControllersTopology.ASSIGNMENTS);
        }
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
