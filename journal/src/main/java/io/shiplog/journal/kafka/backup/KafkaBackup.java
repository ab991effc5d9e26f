package io.shiplog.journal.kafka.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Contents;
import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupPart;
import io.shiplog.journal.backup.BackupPart.RawRecord;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.codec.KeyframeCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.past.KeyframeTopic;
import io.shiplog.journal.kafka.topics.TopicIds;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.journal.past.MomentName;
import io.shiplog.objects.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Takes a backup of a cluster from its Kafka, while it works or not: chooses the moment, then hands over part by part.
 * Never has the state in memory. Used by one thread.
 */
public final class KafkaBackup implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final int STRETCH_BYTES = 1 << 20;

    private final ClusterConfig cluster;
    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition journal;
    private final TopicPartition chunks;

    /**
     * How far a backup has come.
     *
     * @param chunk the offset of the keyframe's next chunk
     * @param record the offset of the journal's next record
     */
    public record Progress(long chunk, long record) {
        /** That of a backup of which there is only the head. */
        public static Progress beginning(BackupHead head) {
            Keyframe keyframe = head.base().keyframe();
            return new Progress(
                    keyframe == null ? 0 : keyframe.place().from(), head.base().from());
        }

        /** Behind {@code part}. */
        public Progress with(BackupPart part) {
            return switch (part) {
                case BackupPart.Chunk(long offset, byte[] _) -> new Progress(offset + 1, record);
                case BackupPart.Stretch(List<RawRecord> records) ->
                    new Progress(Long.MAX_VALUE, records.getLast().offset() + 1);
            };
        }
    }

    /** @param cluster as its reader */
    public KafkaBackup(ClusterConfig cluster) {
        this.cluster = cluster;
        this.consumer = JournalClients.consumer(cluster);
        this.journal = Topics.journalPartition(cluster);
        this.chunks = KeyframeTopic.chunks(cluster);
    }

    /**
     * Chooses the moment: all that was proposed before is in it.
     *
     * @param window whether the past is to be in the backup, as far as it reaches
     * @param patience how long the materializer is waited for, which says what the state comes to; without it, nobody
     *     does
     * @throws BackupRefusedException when there is no cluster, or nothing to begin with
     */
    public BackupHead plan(boolean window, Duration patience) {
        return asked(() -> {
            String id = TopicIds.journal(cluster)
                    .orElseThrow(() -> new BackupRefusedException("there is no cluster '" + cluster.cluster()
                            + "' in the Kafka at " + cluster.bootstrapServers()));
            long ends = PartitionRead.ends(consumer, journal, PATIENCE);
            BackupHead.Moment moment = moment(ends, patience);
            return new BackupHead(
                    UUID.randomUUID().toString(),
                    Instant.now(),
                    new BackupHead.Source(cluster.cluster(), id),
                    moment,
                    new BackupHead.Base(base(moment.resourceVersion(), window), window));
        });
    }

    /**
     * A stretch of the past in a backup.
     *
     * @param at the resourceVersion that it is about from, which the backup's fold passes
     */
    public record Recording(BackupHead head, long at) {}

    /**
     * Chooses a stretch of the past, with the newest keyframe that it can be folded from.
     *
     * @param until null for now
     * @throws BackupRefusedException when there is no cluster, or not all of the stretch is kept
     */
    public Recording plan(MomentName at, @Nullable MomentName until, Instant now) {
        return asked(() -> {
            BackupHead all = plan(false, Duration.ZERO);
            long ends = all.moment().resourceVersion();
            long from = version(at, ends, now);
            long to = until == null ? ends : version(until, ends, now);
            if (to < from) {
                throw new BackupRefusedException(until + " is before " + at);
            }
            BackupHead head = new BackupHead(
                    all.id(),
                    all.made(),
                    all.source(),
                    new BackupHead.Moment(to, null),
                    new BackupHead.Base(base(from, false), false));
            return new Recording(head, from);
        });
    }

    private long version(MomentName name, long ends, Instant now) {
        Instant time = switch (name) {
            case MomentName.Version _ -> Instant.MIN;
            case MomentName.At(Instant at) -> at;
            case MomentName.Ago(Duration ago) -> now.minus(ago);
        };
        long version = ends;
        if (name instanceof MomentName.Version(long asked)) {
            version = asked;
        } else {
            OffsetAndTimestamp later = consumer.offsetsForTimes(Map.of(journal, time.toEpochMilli() + 1), PATIENCE)
                    .get(journal);
            version = later == null ? ends : later.offset();
        }
        if (version > ends || time.isAfter(now)) {
            throw new BackupRefusedException(name + " is in the future: the cluster is at resourceVersion " + ends);
        }
        if (version == 0) {
            throw new BackupRefusedException(name + " is before the journal's first record");
        }
        return version;
    }

    private BackupHead.Moment moment(long ends, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            BackupHead.Moment newest = NewestPosition.of(consumer, cluster);
            if (newest != null && newest.resourceVersion() >= ends) {
                return newest;
            }
            if (System.nanoTime() - deadline > 0) {
                return new BackupHead.Moment(ends, null);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while the backup waited for the materializer", e);
        }
    }

    /** The oldest whole keyframe or the newest; null for the journal's beginning. */
    private @Nullable Keyframe base(long version, boolean window) {
        long begins = PartitionRead.begins(consumer, journal, PATIENCE);
        List<Keyframe> usable = KeyframeTopic.read(consumer, cluster, PATIENCE).stream()
                .filter(keyframe -> keyframe.resourceVersion() >= begins && keyframe.resourceVersion() <= version)
                .toList();
        if (begins == 0 && (window || usable.isEmpty())) {
            return null;
        }
        for (Keyframe keyframe : window ? usable : usable.reversed()) {
            if (isWhole(keyframe)) {
                return keyframe;
            }
        }
        if (begins == 0) {
            return null;
        }
        throw new BackupRefusedException("there is no whole keyframe to begin with at or before resourceVersion "
                + version + ": the journal begins at offset " + begins
                + "; the reconcilers write one when they start");
    }

    private boolean isWhole(Keyframe keyframe) {
        Contents[] contents = {Contents.NOTHING};
        try {
            chunks(keyframe, keyframe.place().from(), chunk -> {
                for (StoredObject object : KeyframeCodec.objects(chunk.value())) {
                    contents[0] = contents[0].with(null, object);
                }
            });
        } catch (UnreadableValueException e) {
            return false;
        }
        return contents[0].equals(keyframe.contents());
    }

    /** Whether Kafka still has all that is missing of a backup that broke off. */
    public boolean canGoOn(BackupHead head, Progress progress) {
        return asked(() -> {
            Keyframe keyframe = head.base().keyframe();
            boolean chunksAreThere = keyframe == null
                    || progress.chunk() >= keyframe.place().to()
                    || progress.chunk() >= PartitionRead.begins(consumer, chunks, PATIENCE);
            return TopicIds.journal(cluster)
                            .filter(head.source().clusterId()::equals)
                            .isPresent()
                    && chunksAreThere
                    && progress.record() >= PartitionRead.begins(consumer, journal, PATIENCE);
        });
    }

    /**
     * Hands over what is missing of a backup.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public void read(BackupHead head, Progress progress, java.util.function.Consumer<BackupPart> parts) {
        asked(() -> {
            Keyframe keyframe = head.base().keyframe();
            if (keyframe != null && progress.chunk() < keyframe.place().to()) {
                chunks(keyframe, progress.chunk(), parts::accept);
            }
            long end = head.moment().resourceVersion();
            Stretches stretches = new Stretches(parts);
            if (progress.record() < end) {
                PartitionRead.read(
                        consumer,
                        Map.of(journal, progress.record()),
                        Map.of(journal, end),
                        PATIENCE,
                        record -> stretches.add(record, end));
            }
            stretches.flush();
            return end;
        });
    }

    private void chunks(Keyframe keyframe, long from, java.util.function.Consumer<BackupPart.Chunk> each) {
        byte[] id = keyframe.id().getBytes(UTF_8);
        PartitionRead.read(
                consumer, Map.of(chunks, from), Map.of(chunks, keyframe.place().to()), PATIENCE, record -> {
                    if (record.offset() < keyframe.place().to() && Arrays.equals(id, record.key())) {
                        each.accept(new BackupPart.Chunk(record.offset(), record.value()));
                    }
                });
    }

    /** Gathers records of the journal. */
    private static final class Stretches {
        private final java.util.function.Consumer<BackupPart> parts;
        private List<RawRecord> records = new ArrayList<>();
        private long bytes;

        Stretches(java.util.function.Consumer<BackupPart> parts) {
            this.parts = parts;
        }

        void add(ConsumerRecord<byte[], byte[]> record, long end) {
            if (record.offset() >= end) {
                return;
            }
            RawRecord raw = new RawRecord(record.offset(), record.timestamp(), record.value());
            records.add(raw);
            bytes += raw.bytes();
            if (bytes >= STRETCH_BYTES) {
                flush();
            }
        }

        void flush() {
            if (!records.isEmpty()) {
                parts.accept(new BackupPart.Stretch(records));
                records = new ArrayList<>();
                bytes = 0;
            }
        }
    }

    private static <T> T asked(java.util.function.Supplier<T> question) {
        try {
            return question.get();
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new KafkaUnavailableException("cannot back up: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
