package io.shiplog.journal.streams;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.loop.DutyCycle;
import io.shiplog.journal.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Runs a loop in a task of Kafka Streams: it works after records have come, and when something is due, for a slice of
 * time at once; while neither is so the thread waits for records. Nothing is done before its {@link CacheSync} is
 * complete, nor while writes are refused: what is due then is due still when they are taken again. The task's thread
 * owns it.
 *
 * <p>Records go first: while the thread has some to take a round waits for them, but never longer than {@link
 * #READING}. Kafka Streams offers a round after as little as one record, and whoever decided each time would fall ever
 * further behind what it decides about.
 */
public final class Rounds implements AutoCloseable {
    /** The least that Kafka Streams punctuates by: in effect once in each of its thread's own rounds. */
    private static final Duration EACH_ROUND = Duration.ofMillis(1);
    /** Between two looks whether the cache is complete. */
    private static final Duration SYNC_INTERVAL = Duration.ofMillis(10);
    /** Between two looks whether writes are taken again. */
    private static final Duration REFUSED_INTERVAL = Duration.ofMillis(200);
    /** The longest that a loop over the state keeps the thread from reading records. */
    private static final Duration SLICE = Duration.ofMillis(50);

    /** The longest that a round waits for records that are to be taken. */
    private static final Duration READING = Duration.ofMillis(200);

    private final ProcessorContext<?, ?> context;
    private final Settings settings;
    private final Loop loop;
    private final Consumer<Instant> opened;
    private final PollDeadline deadline = PollDeadline.ofThisThread();
    private final Unread unread = Unread.ofThisThread();
    private boolean open;
    private long lastRoundNanos = System.nanoTime();

    /**
     * How a loop is run.
     *
     * @param slice the longest that it keeps the thread from reading records
     * @param pacing how long it rests between two rounds
     * @param sync complete when the loop may begin to decide; closed with the rounds
     * @param resourceVersion up to where the task has taken in all that took effect
     * @param meters told of every round
     * @param writes while it is closed the loop takes records and decides nothing
     */
    public record Settings(
            Duration slice,
            DutyCycle pacing,
            CacheSync sync,
            LongSupplier resourceVersion,
            LoopMeters meters,
            WriteGate writes) {
        /** Of a loop that is fed by {@link ViewTopology#feed}. */
        public static Settings overState(
                ProcessorContext<?, ?> context, DutyCycle pacing, CacheSync sync, LoopMeters meters, WriteGate writes) {
            return new Settings(SLICE, pacing, sync, ViewTopology.store(context)::resourceVersion, meters, writes);
        }
    }

    private Rounds(ProcessorContext<?, ?> context, Settings settings, Loop loop, Consumer<Instant> opened) {
        this.context = context;
        this.settings = settings;
        this.loop = loop;
        this.opened = opened;
    }

    /**
     * Begins; called from a processor's {@code init}.
     *
     * @param opened called once, when the cache is complete, before the first round
     */
    public static Rounds start(ProcessorContext<?, ?> context, Settings settings, Loop loop, Consumer<Instant> opened) {
        var rounds = new Rounds(context, settings, loop, opened);
        settings.meters().came();
        context.schedule(EACH_ROUND, PunctuationType.WALL_CLOCK_TIME, rounds::round);
        rounds.soon();
        return rounds;
    }

    /** There is something to do: called after a record was taken. */
    public void soon() {
        deadline.set(this, System.nanoTime());
    }

    /** As {@link #soon} when this thread is the task's; on any other nothing, and the next round comes by itself. */
    public void soonIfSameThread() {
        if (PollDeadline.ofThisThread() == deadline) {
            soon();
        }
    }

    /** Whether the loop has begun to decide. */
    public boolean isOpen() {
        return open;
    }

    /** Looks whether the cache is complete now, without waiting for the next round. */
    public void tryToOpen() {
        if (!open && settings.sync().hasSynced(settings.resourceVersion().getAsLong())) {
            open = true;
            settings.meters().opened();
            opened.accept(now());
        }
    }

    /** The task's time. */
    public Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private void round(long timeMillis) {
        Instant now = Instant.ofEpochMilli(timeMillis);
        tryToOpen();
        if (!open) {
            deadline.set(this, System.nanoTime() + SYNC_INTERVAL.toNanos());
            return;
        }
        if (settings.writes().refusal().isPresent()) {
            deadline.set(this, System.nanoTime() + REFUSED_INTERVAL.toNanos());
            return;
        }
        long begin = System.nanoTime();
        if (settings.pacing().due(begin) && !isReading(begin)) {
            loop.work(now, () -> System.nanoTime() - begin < settings.slice().toNanos());
            long end = System.nanoTime();
            lastRoundNanos = end;
            settings.pacing().worked(begin, end, isDue(now));
            settings.meters().worked(end - begin, loop.backlog(), loop.underway());
        }
        sleep(now);
    }

    private boolean isReading(long nanos) {
        return unread.any() && nanos - lastRoundNanos < READING.toNanos();
    }

    private boolean isDue(Instant now) {
        Instant due = loop.due(now);
        return due != null && !due.isAfter(now);
    }

    private void sleep(Instant now) {
        Instant due = loop.due(now);
        if (due == null) {
            deadline.clear(this);
            return;
        }
        long nanos = System.nanoTime();
        long left = due.isAfter(now) ? Duration.between(now, due).toNanos() : 0;
        deadline.set(this, nanos + Math.max(left, settings.pacing().restNanos(nanos)));
    }

    @Override
    public void close() {
        deadline.clear(this);
        settings.meters().left(open);
        settings.sync().close();
    }
}
