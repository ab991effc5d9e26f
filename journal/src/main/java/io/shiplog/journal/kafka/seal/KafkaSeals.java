package io.shiplog.journal.kafka.seal;

import io.shiplog.journal.codec.SealCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.KafkaLogs;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.seal.Fingerprints;
import io.shiplog.journal.seal.Seal;
import io.shiplog.journal.seal.Seal.SealedKeyframe;
import io.shiplog.journal.seal.SealChain;
import io.shiplog.journal.seal.SealKey;
import io.shiplog.journal.seal.WrittenSeal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the journal. What is sealed lies in the topic alone: whoever starts goes on from its end, and whoever has
 * written a seal reads back whether it is the next, since another materializer may have been faster. One thread uses
 * it, which reads the journal by itself: the fold does not wait for it.
 */
public final class KafkaSeals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSeals.class);
    /** So many records at most are in one seal. */
    private static final int LARGEST = 4_096;
    /** By so many of its last records the chain is known. */
    private static final int TAIL = 200;
    /** So often somebody else may be faster. */
    private static final int ATTEMPTS = 1_000;

    private final ClusterConfig cluster;
    private final SealKey.@Nullable Signer signer;
    private final TopicPartition journal;
    private final TopicPartition seals;
    private @Nullable PartitionLogs logs;
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable SealChain chain;
    private long read;

    /**
     * @param cluster as the materializer
     * @param signer signs the seals; null for nobody
     */
    public KafkaSeals(ClusterConfig cluster, SealKey.@Nullable Signer signer) {
        this.cluster = cluster;
        this.signer = signer;
        this.journal = Topics.journalPartition(cluster);
        this.seals = Topics.sealsPartition(cluster);
    }

    /** Up to which journal offset all is sealed; -1 where nothing is. Blocks when it is asked first. */
    public long to() {
        return chain().to();
    }

    /**
     * Seals the journal up to an offset, or to its end, and with it a keyframe of the moment. Blocks.
     *
     * @param keyframe null for none
     * @throws KafkaException when Kafka does not take it; what was sealed stays sealed
     */
    public void seal(long wanted, @Nullable SealedKeyframe keyframe) throws ExecutionException, InterruptedException {
        SealChain known = chain();
        long upTo = Math.min(wanted, logs().extent(journal).ends());
        boolean named = keyframe == null;
        for (int i = 0; i < ATTEMPTS && (known.to() < upTo || !named); i++) {
            Seal next = next(known, upTo, keyframe);
            WrittenSeal written = signer == null ? new WrittenSeal(next, next.head(), null) : signer.sign(next);
            put(written);
            follow(known);
            named |= next.keyframe() != null && known.head().equals(written.head());
        }
        if (known.to() < upTo || !named) {
            throw new KafkaException("others seal the journal all the time: sealed up to " + known.to());
        }
    }

    private Seal next(SealChain known, long upTo, @Nullable SealedKeyframe keyframe) {
        long begins = logs().extent(journal).begins();
        boolean anew = known.to() < begins;
        long from = anew ? begins : known.to();
        long to = Math.max(from, Math.min(upTo, from + LARGEST));
        Fingerprints.Collecting records = new Fingerprints.Collecting(from);
        logs().read(journal, from, to, record -> records.add(record.offset(), record.timestamp(), record.value()));
        return new Seal(anew ? "" : known.head(), from, to, records.upTo(to), to < upTo ? null : keyframe);
    }

    private void put(WrittenSeal seal) throws ExecutionException, InterruptedException {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(
                    JournalClients.producer(cluster, JournalSettings.DEFAULT),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            producer = open;
        }
        var sent = open.send(new ProducerRecord<>(seals.topic(), SealCodec.encode(seal)));
        open.flush();
        sent.get();
    }

    private SealChain chain() {
        SealChain known = chain;
        if (known == null) {
            Archive.Extent extent = logs().extent(seals);
            List<WrittenSeal> tail = new ArrayList<>();
            long from = Math.max(extent.begins(), extent.ends() - TAIL);
            logs().read(seals, from, extent.ends(), record -> decode(record).ifPresent(tail::add));
            known = SealChain.resume(tail);
            read = extent.ends();
            chain = known;
        }
        return known;
    }

    /** Takes what was written since. */
    private void follow(SealChain known) {
        long ends = logs().extent(seals).ends();
        logs().read(
                        seals,
                        read,
                        ends,
                        record -> decode(record).ifPresent(seal -> {
                            if (known.take(seal) instanceof SealChain.Verdict.Fork(String why)) {
                                LOG.error(
                                        "the seal at offset {} of {} contradicts the others: {}",
                                        record.offset(),
                                        seals,
                                        why);
                            }
                        }));
        read = ends;
    }

    private Optional<WrittenSeal> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(SealCodec.decode(record.value()));
        } catch (UnreadableValueException e) {
            LOG.error("record {} of {} is no seal: {}", record.offset(), seals, e.getMessage());
            return Optional.empty();
        }
    }

    private PartitionLogs logs() {
        PartitionLogs open = logs;
        if (open == null) {
            open = new KafkaLogs(cluster);
            logs = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (logs != null) {
            logs.close();
        }
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }
}
