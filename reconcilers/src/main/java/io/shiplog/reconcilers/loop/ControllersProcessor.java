package io.shiplog.reconcilers.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Change;
import io.shiplog.journal.GroupResource;
import io.shiplog.journal.ObjectRef;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.streams.Gate;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.assignments.Assignment;
import io.shiplog.reconcilers.assignments.AssignmentFold;
import io.shiplog.reconcilers.assignments.PublishedAssignments;
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
 * <p>Assignments are forwarded while their record is processed, so its offset is committed only after them: a pod's
 * withdrawal from its node cannot be lost. Proposals can be: a start reconciles every key.
 */
final class ControllersProcessor implements Processor<ObjectRef, StateRecord, byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(ControllersProcessor.class);
    private static final Duration TICK = Duration.ofMillis(1);
    /** The longest that dirty keys keep the thread from reading records. */
    private static final Duration SLICE = Duration.ofMillis(50);

    private final ProposalCodec codec = new ProposalCodec(ProposalLimits.DEFAULT);
    private final Collection<GroupResource> resources;
    private final List<Reconciler> reconcilers;
    private final Preparation preparation;
    private final PublishedAssignments published;
    private final Supplier<Gate> gates;
    private @Nullable Running running;

    private record Running(
            ProcessorContext<byte[], byte[]> context,
            StateView view,
            ReconcileLoop loop,
            AssignmentFold assignments,
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
        StateView view = ViewTopology.restored(context, resources);
        var loop = new ReconcileLoop(
                view, reconcilers, preparation, () -> UUID.randomUUID().toString(), new Outside(context));
        var now = new Running(context, view, loop, new AssignmentFold(), gates.get());
        running = now;
        loop.start();
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, new Start(now, published.read())::tick);
    }

    @Override
    public void process(Record<ObjectRef, StateRecord> record) {
        Running now = Objects.requireNonNull(running);
        Change change = now.loop().take(record.value());
        if (change != null) {
            for (Assignment assignment : now.assignments().changed(change, now.view())) {
                assign(now, assignment, record.timestamp());
            }
        }
        now.context().recordMetadata().ifPresent(at -> now.gate().taken(at.topic(), at.offset()));
    }

    @Override
    public void close() {
        Running now = running;
        if (now != null) {
            now.gate().close();
        }
    }

    private static void assign(Running now, Assignment assignment, long timestamp) {
        var record = new Record<>(assignment.key().getBytes(UTF_8), assignment.value(), timestamp);
        now.context().forward(record, ControllersTopology.ASSIGNMENTS);
    }

    /** The punctuation: what a start writes, once, then the dirty keys. */
    private static final class Start {
        private final Running now;
        private final Pacing pacing = new Pacing();
        private Map<String, byte[]> published;
        private boolean done;

        Start(Running now, Map<String, byte[]> published) {
            this.now = now;
            this.published = published;
        }

        void tick(long timeMillis) {
            // Whoever takes for gone what it has not seen yet deletes dependents and withdraws pods.
            if (!now.gate().open()) {
                return;
            }
            if (!done) {
                done = true;
                for (Assignment assignment : now.assignments().start(now.view(), published)) {
                    assign(now, assignment, timeMillis);
                }
                published = Map.of();
            }
            long begin = System.nanoTime();
            if (pacing.due(begin)) {
                now.loop().work(Instant.ofEpochMilli(timeMillis), () -> System.nanoTime() - begin < SLICE.toNanos());
                pacing.worked(begin, System.nanoTime(), now.loop().backlog() > 0);
            }
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
        public void failed(String controller, ObjectRef ref, RuntimeException fault) {
            LOG.error("{} failed on {} and tries again later", controller, ref, fault);
        }
    }
}
