package io.shiplog.reconcilers.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.loop.DutyCycle;
import io.shiplog.journal.loop.Loop;
import io.shiplog.journal.streams.CacheSync;
import io.shiplog.journal.streams.LoopMeters;
import io.shiplog.journal.streams.Rounds;
import io.shiplog.journal.streams.ViewTopology;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Forwards what the state means for the derived feeds, each to the sink of its name. The task's thread owns it.
 *
 * <p>Nothing is forwarded before the view is complete: whoever takes for gone what it has not seen yet withdraws pods,
 * and whoever takes for there what is long gone starts pods again. Then the feeds are brought to what they should be,
 * whatever was written before, and every later record is forwarded while its change is processed.
 */
public final class FeedsProcessor implements Processor<ObjectRef, StateRecord, byte[], byte[]> {
    /** Between two looks at what others wrote to the topics. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final List<FeedSpec> specs;
    private final Supplier<CacheSync> syncs;
    private final LoopMeters meters;
    private @Nullable Running running;

    private record Running(StateView view, List<Feed> feeds, Rounds rounds) {}

    /** @param syncs says of each task whether it knows enough to forward */
    public FeedsProcessor(List<FeedSpec> specs, Supplier<CacheSync> syncs, LoopMeters meters) {
        this.specs = List.copyOf(specs);
        this.syncs = syncs;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        // First, and it may take its time: what the view gets to know meanwhile it knows at the start.
        List<Feed> feeds = open(context);
        StateView view = ViewTopology.restored(context, ViewTopology.EVERYTHING);
        var settings = Rounds.Settings.overState(context, new DutyCycle(), syncs.get(), meters, new WriteGate());
        Rounds rounds = Rounds.start(
                context,
                settings,
                new LookingAfter(feeds, view),
                now -> feeds.forEach(feed -> feed.start(view, now.toEpochMilli())));
        running = new Running(view, feeds, rounds);
    }

    private List<Feed> open(ProcessorContext<byte[], byte[]> context) {
        var feeds = new ArrayList<Feed>();
        try {
            for (FeedSpec spec : specs) {
                feeds.add(spec.open((record, headers, timestamp) -> context.forward(
                        new Record<>(record.key().getBytes(UTF_8), record.value(), timestamp, headers), spec.name())));
            }
        } catch (RuntimeException e) {
            feeds.forEach(Feed::close);
            throw e;
        }
        return feeds;
    }

    @Override
    public void process(Record<ObjectRef, StateRecord> record) {
        Running now = Objects.requireNonNull(running);
        Change change = now.view().apply(record.value());
        if (!now.rounds().isOpen()) {
            // What it opens with is the view, this change included.
            now.rounds().tryToOpen();
        } else if (change != null) {
            for (Feed feed : now.feeds()) {
                feed.changed(change, now.view(), record.timestamp());
            }
        }
    }

    @Override
    public void close() {
        Running last = running;
        if (last != null) {
            last.rounds().close();
            last.feeds().forEach(Feed::close);
        }
    }

    /** Puts right, now and then, what somebody else wrote over a feed's records. */
    private static final class LookingAfter implements Loop {
        private final List<Feed> feeds;
        private final StateView view;
        private Instant next = Instant.EPOCH;

        LookingAfter(List<Feed> feeds, StateView view) {
            this.feeds = feeds;
            this.view = view;
        }

        @Override
        public void work(Instant now, BooleanSupplier goOn) {
            if (!now.isBefore(next)) {
                next = now.plus(LOOK);
                feeds.forEach(feed -> feed.lookAfter(view, now.toEpochMilli()));
            }
        }

        @Override
        public @Nullable Instant due(Instant now) {
            return next;
        }

        @Override
        public int backlog() {
            return 0;
        }

        @Override
        public int underway() {
            return 0;
        }
    }
}
