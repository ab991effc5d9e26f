package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the journal's records into its state and forwards a state record per accepted write. The task's thread owns it. The
 * state is not durable here: it is booted from the state topics whenever the task starts.
 *
 * <p>A record that cannot be folded is a fatal fault: the application ends and says so, since to skip it would be to
 * disagree with every other replica.
 */
final class MaterializerProcessor implements Processor<byte[], byte[], ObjectRef, StateRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(MaterializerProcessor.class);

    private final ProposalCodec codec;
    private final BootState boot;
    private final String journalTopic;
    private final StateTopicNames stateTopics;
    private State state = State.EMPTY;
    private SortedMap<Long, Verdict> replayed = Collections.emptySortedMap();
    private ReadBack readBack = new ReadBack();
    private @Nullable ProcessorContext<ObjectRef, StateRecord> context;

    MaterializerProcessor(ProposalCodec codec, BootState boot, String journalTopic, StateTopicNames stateTopics) {
        this.codec = codec;
        this.boot = boot;
        this.journalTopic = journalTopic;
        this.stateTopics = stateTopics;
    }

    @Override
    public void init(ProcessorContext<ObjectRef, StateRecord> taskContext) {
        context = taskContext;
        readBack = new ReadBack();
        BootState.Start start = boot.load();
        state = start.state();
        replayed = start.replayed();
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
        } else {
            check(record, place.topic());
        }
    }

    private void fold(Record<byte[], byte[]> record, long offset) {
        Proposal proposal = codec.decode(record.value());
        switch (verdict(proposal, offset)) {
            case Verdict.Accepted accepted -> {
                for (Change change : accepted.changes()) {
                    write(StateRecord.of(change, proposal.id()), record.timestamp());
                }
            }
            case Verdict.Refused _ -> {}
            case null -> {}
        }
    }

    /** What becomes of the proposal; null when it was folded and committed before this task started. */
    private @Nullable Verdict verdict(Proposal proposal, long offset) {
        if (offset < state.resourceVersion()) {
            return replayed.get(offset);
        }
        replayed = Collections.emptySortedMap();
        State.Folded folded = state.fold(proposal, offset);
        state = folded.next();
        return folded.verdict();
    }

    private void check(Record<byte[], byte[]> record, String topic) {
        StateRecord read =
                StateRecordFormat.read(stateTopics.resource(topic), record.key(), record.value(), record.headers());
        StateRecord right = readBack.read(read, state);
        if (right != null) {
            LOG.warn(
                    "{} was overwritten at {}, writing {} again",
                    read.ref(),
                    read.resourceVersion(),
                    right.resourceVersion());
            write(right, record.timestamp());
        }
    }

    private void write(StateRecord record, long timestamp) {
        readBack.writing(record);
        context().forward(new Record<>(record.ref(), record, timestamp, StateRecordFormat.headers(record)));
    }

    private ProcessorContext<ObjectRef, StateRecord> context() {
        return Objects.requireNonNull(context);
    }
}
