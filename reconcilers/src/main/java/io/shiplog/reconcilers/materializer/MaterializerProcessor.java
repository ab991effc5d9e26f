package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.Contents;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.kafka.log.JournalDecoder;
import io.shiplog.journal.past.KeyframeSink;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the journal's records into its state and forwards a state record per accepted write, and now and then how far
 * that certainly is. The task's thread owns it. The state is not durable here: it is booted from the state topic
 * whenever the task starts.
 *
 * <p>The journal is the truth: where the state topic lacks what was folded before, it is written again. A record of a
 * newer format is a fatal fault: the application ends and says so, since to skip it would be to disagree with other
 * replicas.
 */
final class MaterializerProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** Between two positions. Whoever starts waits for the next one, when what came last took no effect. */
    static final Duration POSITIONS = Duration.ofMillis(150);

    private static final Logger LOG = LoggerFactory.getLogger(MaterializerProcessor.class);

    private final BootState boot;
    private final BootState.Stretch journal;
    private final String journalTopic;
    private final FoldMeters meters;
    private final KeyframeSink keyframes;
    private State state = State.EMPTY;
    /** What the state came to after each proposal that took effect, from the last position on. */
    private NavigableMap<Long, Contents> contents = new TreeMap<>();
    /** What is to be done before anything else; null when it is done. */
    private BootState.@Nullable Start start;
    /** The journal offset that is to be folded next, or again. */
    private long next;

    private long lost;
    private SortedMap<Long, Verdict> replayed = Collections.emptySortedMap();
    private ReadBack readBack = new ReadBack();
    private long position;
    /** The time of the last proposal that was folded. */
    private @Nullable Instant foldedAt;

    private @Nullable ProcessorContext<byte[], byte[]> context;

    /**
     * @param journal by which it reads what Kafka Streams does not deliver, having committed it before: the state topic
     *     may not have it any more
     * @param keyframes is shown the states that are reached
     * @param meters where it tells of itself
     */
    MaterializerProcessor(
            BootState boot, BootState.Stretch journal, String journalTopic, KeyframeSink keyframes, FoldMeters meters) {
        this.boot = boot;
        this.journal = journal;
        this.journalTopic = journalTopic;
        this.keyframes = keyframes;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        readBack = new ReadBack();
        BootState.Start booted = boot.load();
        start = booted;
        state = booted.state();
        contents = new TreeMap<>(Map.of(state.resourceVersion(), Contents.of(state)));
        replayed = booted.replayed();
        next = booted.position();
        // What is corrected is not certain before it has been read back.
        position = booted.corrections().isEmpty() ? booted.position() : booted.position() - 1;
        taskContext.schedule(POSITIONS, PunctuationType.WALL_CLOCK_TIME, this::writePosition);
        LOG.info(
                "materializer takes up the journal at {}, {} proposals again",
                state.resourceVersion(),
                replayed.size());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        begin();
        RecordMetadata place = context().recordMetadata().orElseThrow();
        if (place.topic().equals(journalTopic)) {
            long offset = place.offset();
            readUpTo(offset);
            if (isNews(offset)) {
                fold(JournalDecoder.proposal(record.value(), journalTopic, offset), offset, record.timestamp());
            }
            next = Math.max(next, offset + 1);
        } else if (!StateRecordFormat.isPosition(record.key())) {
            check(record);
        }
    }

    /** Not in {@code init}, where nothing can be forwarded yet. */
    private void begin() {
        BootState.Start todo = start;
        if (todo != null) {
            start = null;
            for (StateRecord correction : todo.corrections()) {
                readBack.writing(correction);
                context().forward(StateRecords.alone(correction, context().currentSystemTimeMs()));
            }
            readUpTo(todo.delivered());
        }
    }

    /** Folds what lies between what was folded and {@code to}, exclusive. */
    private void readUpTo(long to) {
        if (to <= next) {
            return;
        }
        long from = state.resourceVersion();
        lost = 0;
        journal.read(next, to, record -> {
            if (isNews(record.offset())) {
                fold(record.proposal(), record.offset(), record.time().toEpochMilli());
            }
        });
        next = to;
        if (lost > 0) {
            LOG.warn(
                    "the state topic had lost {} changes that the journal has from offset {} to {}: they are written again",
                    lost,
                    from,
                    to);
        }
    }

    private boolean isNews(long offset) {
        return offset >= state.resourceVersion() || replayed.containsKey(offset);
    }

    private void fold(Proposal proposal, long offset, long timeMillis) {
        long began = System.nanoTime();
        boolean first = offset >= state.resourceVersion();
        foldedAt = Instant.ofEpochMilli(timeMillis);
        Verdict verdict = verdict(proposal, offset);
        if (verdict instanceof Verdict.Accepted accepted) {
            if (first) {
                lost++;
                Contents now = contents.lastEntry().getValue();
                for (Change change : accepted.changes()) {
                    now = now.with(change);
                }
                contents.put(offset + 1, now);
            }
            List<StateRecord> records = accepted.changes().stream()
                    .map(change -> StateRecord.of(change, proposal.id()))
                    .toList();
            records.forEach(readBack::writing);
            StateRecords.proposal(records, timeMillis).forEach(context()::forward);
        }
        meters.folded(
                verdict instanceof Verdict.Accepted,
                System.nanoTime() - began,
                state.resourceVersion(),
                context().currentSystemTimeMs() - timeMillis);
        if (offset + 1 == state.resourceVersion()) {
            replayed = Collections.emptySortedMap();
        }
    }

    /** What becomes of the proposal; null when it was folded, and all of it written, before this task started. */
    private @Nullable Verdict verdict(Proposal proposal, long offset) {
        if (offset < state.resourceVersion()) {
            return replayed.get(offset);
        }
        State.Folded folded = state.fold(proposal, offset);
        state = folded.next();
        return folded.verdict();
    }

    private void check(Record<byte[], byte[]> record) {
        StateRecord read = StateRecordFormat.read(record.key(), record.value(), record.headers());
        StateRecord right = readBack.read(read, state);
        if (right != null) {
            LOG.warn(
                    "{} was overwritten at {}, writing {} again",
                    read.ref(),
                    read.resourceVersion(),
                    right.resourceVersion());
            readBack.writing(right);
            meters.rewritten();
            context().forward(StateRecords.alone(right, record.timestamp()));
        }
    }

    /** What was replayed is certain only when it has been written again. */
    private void writePosition(long timeMillis) {
        begin();
        keyframes.reached(
                state, contents.lastEntry().getValue(), foldedAt == null ? Instant.ofEpochMilli(timeMillis) : foldedAt);
        long certain = replayed.isEmpty() ? readBack.certain(state.resourceVersion()) : position;
        Map.Entry<Long, Contents> then = contents.floorEntry(certain);
        if (certain > position && then != null) {
            position = certain;
            meters.certain(certain);
            contents.headMap(then.getKey(), false).clear();
            context().forward(StateRecords.position(certain, then.getValue(), timeMillis));
        }
    }

    private ProcessorContext<byte[], byte[]> context() {
        return Objects.requireNonNull(context);
    }
}
