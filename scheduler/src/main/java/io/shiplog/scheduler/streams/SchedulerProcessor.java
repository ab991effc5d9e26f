package io.shiplog.scheduler.streams;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.streams.Gate;
import io.shiplog.journal.streams.ViewStore;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.scheduler.cycle.SchedulingCycle;
import io.shiplog.scheduler.loop.SchedulerLoop;
import java.time.Duration;
import java.time.Instant;
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
 * Feeds the scheduler's loop with the records of the state topic, lets it decide about all that waits at each tick, and
 * forwards its proposals. The task's thread owns it. Proposals may be lost on the way: a start reads everything again.
 */
final class SchedulerProcessor implements Processor<ObjectRef, StateRecord, byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerProcessor.class);
    private static final Duration TICK = Duration.ofMillis(1);
    /** The longest that waiting pods keep the thread from reading records. */
    private static final Duration SLICE = Duration.ofMillis(50);

    private final Supplier<Gate> gates;
    private final SchedulingCycle cycle;
    private @Nullable Running running;

    private record Running(ProcessorContext<byte[], byte[]> context, ViewStore store, SchedulerLoop loop, Gate gate) {}

    SchedulerProcessor(Supplier<Gate> gates, long seed) {
        this.gates = gates;
        this.cycle = SchedulingCycle.standard(seed);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        var loop = new SchedulerLoop(
                ViewTopology.restored(context), cycle, () -> UUID.randomUUID().toString(), new Outside(context));
        // Not before: Kafka Streams also makes processors that it never initialises.
        var now = new Running(context, ViewTopology.store(context), loop, gates.get());
        running = now;
        loop.start(Instant.ofEpochMilli(context.currentSystemTimeMs()));
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, timeMillis -> tick(now, timeMillis));
    }

    @Override
    public void process(Record<ObjectRef, StateRecord> record) {
        Running now = Objects.requireNonNull(running);
        now.loop().take(record.value(), Instant.ofEpochMilli(now.context().currentSystemTimeMs()));
    }

    private static void tick(Running now, long timeMillis) {
        if (now.gate().open(now.store().resourceVersion())) {
            long until = System.nanoTime() + SLICE.toNanos();
            now.loop().work(Instant.ofEpochMilli(timeMillis), () -> System.nanoTime() < until);
        }
    }

    @Override
    public void close() {
        Running last = running;
        if (last != null) {
            last.gate().close();
        }
    }

    private static final class Outside implements SchedulerLoop.Outside {
        private final ProposalCodec codec = new ProposalCodec(ProposalLimits.DEFAULT);
        private final ProcessorContext<byte[], byte[]> context;

        Outside(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
        }

        @Override
        @SuppressWarnings("NullAway") // journal records have no key; Kafka's interface is not annotated
        public void propose(Proposal proposal) {
            try {
                byte[] value = codec.encode(proposal);
                long now = context.currentSystemTimeMs();
                context.forward(new Record<byte[], byte[]>(null, value, now), SchedulerTopology.JOURNAL);
            } catch (ProposalTooLargeException fault) {
                // Taken for lost: what was decided falls and is tried again, with whatever the pod is then.
                LOG.error("a proposal of the scheduler does not fit into the journal", fault);
            }
        }

        @Override
        public void failed(ObjectKey pod, RuntimeException fault) {
            LOG.error("scheduling {} failed and is tried again later", pod, fault);
        }
    }
}
