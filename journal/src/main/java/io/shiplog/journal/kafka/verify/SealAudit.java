package io.shiplog.journal.kafka.verify;

import static io.shiplog.journal.kafka.verify.DifferenceFound.at;

import io.shiplog.journal.codec.SealCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.kafka.past.KeyframeTopic;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.journal.seal.Fingerprints;
import io.shiplog.journal.seal.Seal;
import io.shiplog.journal.seal.Seal.SealedKeyframe;
import io.shiplog.journal.seal.SealChain;
import io.shiplog.journal.seal.SealKey;
import io.shiplog.journal.seal.SealedChunks;
import io.shiplog.journal.seal.Tampering;
import io.shiplog.journal.seal.WrittenSeal;
import io.shiplog.journal.verify.Difference;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Walks the chain of seals and compares each record of the journal, and each keyframe, with what was sealed: the first
 * that was altered, dropped, inserted or reordered is named.
 */
public final class SealAudit {
    /**
     * What was looked at, and what was found.
     *
     * @param seals how many seals the chain has
     * @param from the journal offset of the first record that was compared
     * @param to that after the last one that is sealed
     * @param unsealed how many records come after it
     * @param keyframes how many keyframes are what was sealed
     * @param head that of the last seal: whoever notes it elsewhere finds out when the end of the chain is cut off
     * @param difference null where there is none
     */
    public record Report(
            long seals,
            long from,
            long to,
            long unsealed,
            long keyframes,
            String head,
            @Nullable Difference difference) {}

    /**
     * What the seals have to prove.
     *
     * @param key who signed each; null where that is not asked for
     * @param head the head of one of them, as somebody noted it; empty where nobody did
     */
    public record Wanted(@Nullable PublicKey key, String head) {}

    private final PartitionLogs logs;
    private final TopicPartition seals;
    private final TopicPartition journal;
    private final TopicPartition chunks;
    private final KeyframeCheck keyframes;
    private final Wanted wanted;
    private final Archive.Extent extent;
    private final SealChain chain = new SealChain();
    private final Map<String, String> sealedKeyframes = new HashMap<>();
    /** The last of the chain, whose records are compared when it is known what comes next. */
    private @Nullable Seal pending;

    private boolean headSeen;
    private long walked;
    private long first = -1;
    private long firstSealEnds;
    private long same;

    private SealAudit(PartitionLogs logs, ClusterConfig cluster, Wanted wanted) {
        this.logs = logs;
        this.seals = Topics.sealsPartition(cluster);
        this.journal = Topics.journalPartition(cluster);
        this.chunks = KeyframeTopic.chunks(cluster);
        this.keyframes = new KeyframeCheck(logs, cluster);
        this.wanted = wanted;
        this.headSeen = wanted.head().isEmpty();
        this.extent = logs.extent(journal);
    }

    /** Walks the seals of a cluster, of which only the name is asked for. */
    public static Report of(PartitionLogs logs, ClusterConfig cluster, Wanted wanted) {
        SealAudit audit = new SealAudit(logs, cluster, wanted);
        try {
            audit.run();
            return audit.report(null);
        } catch (DifferenceFound found) {
            return audit.report(found.difference());
        }
    }

    private void run() {
        List<KeyframeCheck.Found> kept = keyframes.all();
        Archive.Extent written = logs.extent(seals);
        logs.read(seals, written.begins(), written.ends(), this::take);
        compare(Fingerprints.NONE);
        if (!headSeen) {
            throw at(seals, -1, chain.to(), "no seal has the head " + wanted.head() + ": the end of the chain is gone");
        }
        kept.forEach(this::compare);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        WrittenSeal written = decode(record);
        Seal seal = written.seal();
        if (!written.isIntact()) {
            throw at(seals, record.offset(), seal.to(), "the seal was altered: it does not come to its head");
        }
        PublicKey key = wanted.key();
        if (key != null && !SealKey.isSigned(written, key)) {
            throw at(
                    seals,
                    record.offset(),
                    seal.to(),
                    "the seal is not signed by the key " + SealKey.name(key)
                            + (written.signature() == null
                                    ? ", nor by any"
                                    : ", it names " + written.signature().key()));
        }
        switch (chain.take(written)) {
            case SealChain.Verdict.Next() -> next(seal);
            case SealChain.Verdict.Beside() -> {}
            case SealChain.Verdict.Anew(long from, long to) ->
                throw at(seals, record.offset(), to, "the journal is not sealed from offset " + from + " to " + to);
            case SealChain.Verdict.Fork(String why) ->
                throw at(seals, record.offset(), seal.to(), "the seal contradicts those before: " + why);
        }
    }

    private WrittenSeal decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return SealCodec.decode(record.value());
        } catch (UnreadableValueException e) {
            throw at(seals, record.offset(), chain.to(), String.valueOf(e.getMessage()));
        }
    }

    private void next(Seal seal) {
        compare(seal.records());
        pending = seal;
        walked++;
        headSeen |= chain.head().equals(wanted.head());
        if (walked == 1) {
            firstSealEnds = seal.to();
        }
        SealedKeyframe keyframe = seal.keyframe();
        if (keyframe != null) {
            sealedKeyframes.put(keyframe.id(), keyframe.sha256());
        }
    }

    /** Compares the records of the seal that was the last. */
    private void compare(Fingerprints after) {
        Seal seal = pending;
        pending = null;
        if (seal == null || seal.to() <= extent.begins()) {
            return;
        }
        long from = Math.max(seal.from(), extent.begins());
        first = first < 0 ? from : first;
        int compared = (int) (seal.to() - from);
        // As many more are looked at as were sealed next, and one that may have been inserted.
        long until = Math.min(seal.to() + after.size() + 1, extent.ends());
        Fingerprints.Collecting found = new Fingerprints.Collecting(from);
        logs.read(journal, from, until, record -> found.add(record.offset(), record.timestamp(), record.value()));
        Tampering.first(seal.records().from((int) (from - seal.from()), after), found.upTo(from), compared)
                .ifPresent(tampering -> {
                    long offset = from + tampering.index();
                    throw at(journal, offset, offset + 1, tampering.kind().what());
                });
    }

    private void compare(KeyframeCheck.Found found) {
        Keyframe keyframe = found.keyframe();
        String sealed = sealedKeyframes.get(keyframe.id());
        if (sealed == null) {
            if (walked > 0 && keyframe.resourceVersion() > firstSealEnds) {
                throw at(
                        keyframes.index(),
                        found.offset(),
                        keyframe.resourceVersion(),
                        "no seal names this keyframe: it was inserted");
            }
            return;
        }
        SealedChunks sha256 = new SealedChunks();
        keyframes.chunks(keyframe, record -> sha256.add(record.value()));
        if (!sha256.hex().equals(sealed)) {
            throw at(
                    chunks,
                    keyframe.place().from(),
                    keyframe.resourceVersion(),
                    "the keyframe " + keyframe.id() + " is not the one that was sealed: it was altered");
        }
        same++;
    }

    private Report report(@Nullable Difference difference) {
        long to = Math.max(0, chain.to());
        return new Report(
                walked,
                Math.max(0, first),
                to,
                Math.max(0, extent.ends() - Math.max(to, extent.begins())),
                same,
                chain.head(),
                difference);
    }
}
