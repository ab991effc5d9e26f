package io.shiplog.journal.kafka.log;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.NewerFormatException;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.codec.UnreadableProposalException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of the journal's topic, for whoever folds them. One that is no proposal is refused like a proposal
 * that lost, by every replica alike; it is counted, and told of once in a process. One of a newer format is the end:
 * this build cannot know what becomes of it.
 */
public final class JournalDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(JournalDecoder.class);
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);
    /** Beyond so many they are only counted. */
    private static final int MOST_TOLD = 1_000;

    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();
    private static final AtomicLong UNREADABLE = new AtomicLong();

    private JournalDecoder() {}

    /**
     * Reads a record that a consumer has fetched.
     *
     * @throws UnreadableRecordException when it is of a newer format
     */
    public static JournalRecord read(ConsumerRecord<byte[], byte[]> record) {
        return new JournalRecord(
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                proposal(record.value(), record.topic(), record.offset()));
    }

    /**
     * Reads records that have been fetched together.
     *
     * @throws UnreadableRecordException when one is of a newer format
     */
    static List<JournalRecord> read(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        List<JournalRecord> batch = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            batch.add(read(record));
        }
        return batch;
    }

    /**
     * Reads the value of a record.
     *
     * @throws UnreadableRecordException when it is of a newer format
     */
    public static Proposal proposal(byte @Nullable [] value, String topic, long offset) {
        try {
            return CODEC.decode(value == null ? new byte[0] : value);
        } catch (NewerFormatException e) {
            throw new UnreadableRecordException(topic, offset, e);
        } catch (UnreadableProposalException e) {
            tell(topic, offset, e);
            return ProposalCodec.REFUSED;
        }
    }

    private static void tell(String topic, long offset, UnreadableProposalException why) {
        if (TOLD.size() < MOST_TOLD && TOLD.add(topic + "@" + offset)) {
            UNREADABLE.incrementAndGet();
            LOG.warn("record {} of {} is no proposal and is refused: {}", offset, topic, why.getMessage());
        }
    }

    /** How many records of journals this process has found to be no proposals. */
    public static long unreadable() {
        return UNREADABLE.get();
    }
}
