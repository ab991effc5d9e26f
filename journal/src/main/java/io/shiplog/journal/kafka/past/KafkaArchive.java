package io.shiplog.journal.kafka.past;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.codec.KeyframeCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.kafka.log.JournalTruncatedException;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.past.DamagedKeyframeException;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.objects.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster's Kafka keeps of its past. One consumer is kept for the next question; who asks meanwhile has one of
 * their own.
 */
public final class KafkaArchive implements Archive {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What is read lies there already: the broker need not wait for more. */
    private static final Duration FETCH_WAIT = Duration.ofMillis(10);

    private final ClusterConfig cluster;
    private final TopicPartition journal;
    private final AtomicReference<@Nullable Consumer<byte[], byte[]>> idle = new AtomicReference<>();
    private volatile boolean closed;

    /** @param cluster as the API server */
    public KafkaArchive(ClusterConfig cluster) {
        this.cluster = cluster;
        this.journal = Topics.journalPartition(cluster);
    }

    @Override
    public Extent journal() {
        return with(consumer -> new Extent(
                PartitionRead.begins(consumer, journal, PATIENCE), PartitionRead.ends(consumer, journal, PATIENCE)));
    }

    @Override
    public List<Keyframe> keyframes() {
        return with(consumer -> KeyframeTopic.read(consumer, cluster, PATIENCE));
    }

    @Override
    public State load(Keyframe keyframe) {
        List<StoredObject> objects = new ArrayList<>();
        byte[] id = keyframe.id().getBytes(UTF_8);
        TopicPartition chunks = KeyframeTopic.chunks(cluster);
        with(consumer -> {
            PartitionRead.read(
                    consumer,
                    Map.of(chunks, keyframe.place().from()),
                    Map.of(chunks, keyframe.place().to()),
                    PATIENCE,
                    record -> add(objects, keyframe, id, record));
            return objects;
        });
        State state = State.of(objects, keyframe.resourceVersion());
        if (!Contents.of(state).equals(keyframe.contents())) {
            throw new DamagedKeyframeException(keyframe, "its objects do not come to what was written");
        }
        return state;
    }

    private static void add(
            List<StoredObject> objects, Keyframe keyframe, byte[] id, ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < keyframe.place().to() && Arrays.equals(id, record.key())) {
            try {
                for (StoredObject object : KeyframeCodec.objects(record.value())) {
                    objects.add(object.shared());
                }
            } catch (UnreadableValueException e) {
                throw new DamagedKeyframeException(keyframe, String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public void read(long from, long to, java.util.function.Consumer<JournalRecord> reader) {
        with(consumer -> {
            long begins = PartitionRead.begins(consumer, journal, PATIENCE);
            if (from < begins) {
                throw JournalTruncatedException.beginsAfter(begins, from);
            }
            JournalRange.read(consumer, cluster, from, to, reader);
            return to;
        });
    }

    @Override
    public long after(Instant time) {
        return with(consumer -> {
            long next = time.toEpochMilli() + 1;
            OffsetAndTimestamp found =
                    consumer.offsetsForTimes(Map.of(journal, next), PATIENCE).get(journal);
            return found == null ? PartitionRead.ends(consumer, journal, PATIENCE) : found.offset();
        });
    }

    private <T> T with(Function<Consumer<byte[], byte[]>, T> question) {
        Consumer<byte[], byte[]> kept = idle.getAndSet(null);
        Consumer<byte[], byte[]> consumer = kept == null ? JournalClients.consumer(cluster, FETCH_WAIT) : kept;
        try {
            T answer = question.apply(consumer);
            consumer.unsubscribe();
            keep(consumer);
            return answer;
        } catch (TimeoutException e) {
            consumer.close();
            throw new KafkaUnavailableException("cannot read the past: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private void keep(Consumer<byte[], byte[]> consumer) {
        if (!idle.compareAndSet(null, consumer)) {
            consumer.close();
        } else if (closed) {
            close();
        }
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> kept = idle.getAndSet(null);
        if (kept != null) {
            kept.close();
        }
    }
}
