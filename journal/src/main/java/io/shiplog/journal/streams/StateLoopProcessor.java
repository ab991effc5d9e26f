package io.shiplog.journal.streams;

import io.shiplog.journal.loop.DutyCycle;
import io.shiplog.journal.loop.StateLoop;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a loop over the cluster's state with the records of the state topic, and forwards what it proposes. The task's
 * thread owns it. It has no rule of its own: {@link Rounds} says when the loop works. Proposals may be lost on the way:
 * a start takes in everything again.
 */
public final class StateLoopProcessor implements Processor<ObjectRef, StateRecord, byte[], byte[]> {
    private final Predicate<GroupResource> watched;
    private final Supplier<DutyCycle> pacing;
    private final Supplier<CacheSync> syncs;
    private final LoopMeters meters;
    private final Maker maker;
    private @Nullable Running running;

    private record Running(StateLoop loop, Rounds rounds) {}

    /** Makes the loop of a task that starts. */
    @FunctionalInterface
    public interface Maker {
        /**
         * @param view what the task has restored; the loop owns it
         * @param context where its proposals go
         */
        StateLoop loop(StateView view, ProcessorContext<byte[], byte[]> context);
    }

    /**
     * @param watched whose records the loop takes
     * @param syncs says of each task whether it knows enough to decide
     */
    public StateLoopProcessor(
            Predicate<GroupResource> watched,
            Supplier<DutyCycle> pacing,
            Supplier<CacheSync> syncs,
            LoopMeters meters,
            Maker maker) {
        this.watched = watched;
        this.pacing = pacing;
        this.syncs = syncs;
        this.meters = meters;
        this.maker = maker;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        StateView view = ViewTopology.restored(context, watched);
        Unread unread = Unread.ofThisThread();
        view.behind(() -> unread.behind(context.currentSystemTimeMs()));
        StateLoop loop = maker.loop(view, context);
        // Not before: Kafka Streams also makes processors that it never initialises.
        var settings =
                Rounds.Settings.overState(context, pacing.get(), syncs.get(), meters, StreamsSettings.writes(context));
        Rounds rounds = Rounds.start(context, settings, loop, _ -> {});
        running = new Running(loop, rounds);
        loop.start(rounds.now());
    }

    @Override
    public void process(Record<ObjectRef, StateRecord> record) {
        if (watched.test(record.value().resource())) {
            Running now = Objects.requireNonNull(running);
            now.loop().take(record.value(), now.rounds().now());
            now.rounds().soon();
        }
    }

    @Override
    public void close() {
        Running last = running;
        if (last != null) {
            last.rounds().close();
        }
    }
}
