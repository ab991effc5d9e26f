package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the journal's records into its state and forwards a state record per accepted write, and now and then how far that
 * certainly is. The task's thread owns it. The state is not durable here: it is booted from the state topic whenever the
 * task starts.
 *
 * <p>A record that cannot be folded is a fatal fault: the application ends and says so, since to skip it would be to
 * disagree with every other replica.
 */
final class MaterializerProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** Between two positions. Whoever starts waits for the next one, when what came last took no effect. */
    static final Duration POSITIONS = Duration.ofMillis(150);

    private static final Logger LOG = LoggerFactory.getLogger(MaterializerProcessor.class);

    private final ProposalCodec codec;
    private final BootState boot;
    private final String journalTopic;
    private State state = State.EMPTY;
    private SortedMap<Long, Verdict> replayed = Collections.emptySortedMap();
    private ReadBack readBack = new ReadBack();
    private long position;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    MaterializerProcessor(ProposalCodec codec, BootState boot, String journalTopic) {
        this.codec = codec;
        this.boot = boot;
        this.journalTopic = journalTopic;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        readBack = new ReadBack();
        BootState.Start start = boot.load();
        state = start.state();
        replayed = start.replayed();
        position = start.position();
        taskContext.schedule(POSITIONS, PunctuationType.WALL_CLOCK_TIME, this::writePosition);
        LOG.info(
                "materializer takes up the journal at {}, {} proposals again",
                state.resourceVersion(),
                replayed.size());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        if (place.topic().equals(journalTopic)) {
            fold(record, place.offset());
        } else if (!StateRecordFormat.isPosition(record.key())) {
            check(record);
        }
    }

    private void fold(Record<byte[], byte[]> record, long offset) {
        if (offset < state.resourceVersion() && !replayed.containsKey(offset)) {
            return;
        }
        Proposal proposal = codec.decode(record.value());
        if (verdict(proposal, offset) instanceof Verdict.Accepted accepted) {
            List<StateRecord> records = accepted.changes().stream()
                    .map(change -> StateRecord.of(change, proposal.id()))
                    .toList();
            records.forEach(readBack::writing);
            Written.proposal(records, record.timestamp()).forEach(context()::forward);
        }
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
            context().forward(Written.alone(right, record.timestamp()));
        }
    }

    /** What was replayed is certain only when it has been written again. */
    private void writePosition(long timeMillis) {
        long certain = replayed.isEmpty() ? readBack.certain(state.resourceVersion()) : position;
        if (certain > position) {
            position = certain;
            context().forward(Written.position(certain, timeMillis));
        }
    }

    private ProcessorContext<byte[], byte[]> context() {
        return Objects.requireNonNull(context);
    }
}
