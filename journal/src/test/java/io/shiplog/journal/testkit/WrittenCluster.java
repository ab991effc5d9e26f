package io.shiplog.journal.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Contents;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.codec.KeyframeChunks;
import io.shiplog.journal.codec.KeyframeCodec;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.kafka.past.KeyframeTopic;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The topics of a small cluster in memory, as a materializer would have written them; its records can be altered. */
public final class WrittenCluster implements PartitionLogs {
    public static final ClusterConfig CONFIG = new ClusterConfig("nowhere:1", "c", Map.of());
    public static final TopicPartition JOURNAL = Topics.journalPartition(CONFIG);
    public static final TopicPartition STATE = new TopicPartition(Topics.state(CONFIG), 0);
    public static final TopicPartition CHUNKS = KeyframeTopic.chunks(CONFIG);

    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);
    private static final Instant TIME = Instant.parse("2026-11-30T18:00:00Z");

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private State state = State.EMPTY;

    /** The records of a partition: who changes the list changes the topic. */
    public List<ConsumerRecord<byte[], byte[]>> of(TopicPartition partition) {
        return records.computeIfAbsent(partition, _ -> new ArrayList<>());
    }

    public State state() {
        return state;
    }

    /** Appends a proposal, and writes what it changed. */
    public WrittenCluster propose(Proposal proposal) {
        long offset = append(JOURNAL, null, CODEC.encode(proposal), new RecordHeaders());
        State.Folded folded = state.fold(proposal, offset);
        state = folded.next();
        if (folded.verdict() instanceof Verdict.Accepted accepted) {
            for (Change change : accepted.changes()) {
                write(StateRecord.of(change, proposal.id()));
            }
        }
        return this;
    }

    /** Writes a record of the state topic. */
    public void write(StateRecord record) {
        append(STATE, StateRecordFormat.key(record.ref()), record.object(), StateRecordFormat.headers(record));
    }

    /** Writes a position that tells of the present. */
    public WrittenCluster position() {
        append(
                STATE,
                StateRecordFormat.positionKey(),
                StateRecordFormat.positionValue(),
                StateRecordFormat.positionHeaders(state.resourceVersion(), Contents.of(state)));
        return this;
    }

    /** Writes a keyframe of the present. */
    public WrittenCluster keyframe() {
        byte[] id = (state.resourceVersion() + "/x").getBytes(UTF_8);
        long from = extent(CHUNKS).ends();
        KeyframeChunks.of(state, chunk -> append(CHUNKS, id, chunk, new RecordHeaders()));
        Keyframe keyframe = new Keyframe(
                state.resourceVersion(),
                TIME,
                new String(id, UTF_8),
                new Keyframe.Place(from, extent(CHUNKS).ends()),
                Contents.of(state));
        append(KeyframeTopic.index(CONFIG), id, KeyframeCodec.encode(keyframe), new RecordHeaders());
        return this;
    }

    /** Appends a record as it is. */
    public long append(TopicPartition partition, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        long offset = extent(partition).ends();
        of(partition).add(record(partition, offset, TIME.toEpochMilli(), key, value, headers));
        return offset;
    }

    /** A record with another value. */
    public static ConsumerRecord<byte[], byte[]> changed(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        return record(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                record.timestamp(),
                record.key(),
                value,
                record.headers());
    }

    /** A record at another place. */
    public static ConsumerRecord<byte[], byte[]> moved(ConsumerRecord<byte[], byte[]> record, long offset) {
        return record(
                new TopicPartition(record.topic(), record.partition()),
                offset,
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }

    @SuppressWarnings("NullAway") // a null key or value is Kafka's; the class is not annotated
    private static ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition,
            long offset,
            long time,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                time,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    @Override
    public Archive.Extent extent(TopicPartition partition) {
        var all = of(partition);
        return all.isEmpty()
                ? new Archive.Extent(0, 0)
                : new Archive.Extent(all.getFirst().offset(), all.getLast().offset() + 1);
    }

    @Override
    public void read(TopicPartition partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        for (ConsumerRecord<byte[], byte[]> record : List.copyOf(of(partition))) {
            if (record.offset() >= from && record.offset() < to) {
                reader.accept(record);
            }
        }
    }

    @Override
    public void close() {}
}
