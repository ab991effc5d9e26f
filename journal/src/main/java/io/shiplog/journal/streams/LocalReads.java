package io.shiplog.journal.streams;

import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.clients.LocalPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Where one consumer reads the partitions of a broker of this process. A partition that is held keeps its place and is
 * not read. A broker that does not lead a partition for now is asked again. Owned by the consumer's thread, which is
 * woken from {@link #await} by whoever appends.
 */
final class LocalReads implements AutoCloseable {
    /** How much of a partition is taken at a time. */
    private static final int STRETCH_BYTES = 256 * 1024;

    private final LocalBroker broker;
    private final Map<TopicPartition, Place> places = new LinkedHashMap<>();
    private final Set<TopicPartition> held = new HashSet<>();
    private final AtomicBoolean news = new AtomicBoolean();
    private volatile @Nullable Thread waiting;

    private static final class Place {
        private final LocalPartition log;
        private final Runnable end;
        private long next;

        Place(LocalPartition log, Runnable end, long next) {
            this.log = log;
            this.end = end;
            this.next = next;
        }
    }

    LocalReads(LocalBroker broker) {
        this.broker = broker;
    }

    /** Begins to read a partition, or goes on elsewhere in it. */
    void readFrom(TopicPartition partition, long offset) {
        Place place = places.get(partition);
        if (place == null) {
            LocalPartition log = broker.partition(partition.topic(), partition.partition());
            places.put(partition, new Place(log, log.onNews(this::wake), offset));
        } else {
            place.next = offset;
        }
    }

    boolean reads(TopicPartition partition) {
        return places.containsKey(partition);
    }

    /** Forgets where partitions are read, until that is said anew. */
    void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Place place = places.remove(partition);
            if (place != null) {
                place.end.run();
            }
        }
    }

    /** Forgets partitions, and whether they were held. */
    void leave(Collection<TopicPartition> partitions) {
        forget(partitions);
        release(partitions);
    }

    void hold(Collection<TopicPartition> partitions) {
        held.addAll(partitions);
    }

    void release(Collection<TopicPartition> partitions) {
        held.removeAll(partitions);
    }

    Set<TopicPartition> held() {
        return Set.copyOf(held);
    }

    /** The offset of the next record; empty for a partition that is not read. */
    OptionalLong position(TopicPartition partition) {
        Place place = places.get(partition);
        return place == null ? OptionalLong.empty() : OptionalLong.of(place.next);
    }

    /** How many offsets lie ahead; empty for a partition that is not read, or that the broker does not lead for now. */
    OptionalLong lag(TopicPartition partition) {
        Place place = places.get(partition);
        if (place == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Math.max(0, place.log.end() - place.next));
        } catch (ApiException unknown) {
            return OptionalLong.empty();
        }
    }

    /**
     * The next records of all partitions that are not held.
     *
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException when a partition has no such offset
     * @throws KafkaException when a record is damaged
     */
    ConsumerRecords<byte[], byte[]> read() {
        news.set(false);
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        places.forEach((partition, place) -> {
            if (!held.contains(partition) && advance(partition, place, records)) {
                next.put(partition, new OffsetAndMetadata(place.next));
            }
        });
        return records.isEmpty() && next.isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(records, next);
    }

    private static boolean advance(
            TopicPartition partition, Place place, Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
        LocalPartition.Stretch stretch;
        try {
            if (place.log.end() == place.next) {
                return false;
            }
            stretch = place.log.readNow(place.next, STRETCH_BYTES);
        } catch (OffsetOutOfRangeException e) {
            throw new org.apache.kafka.clients.consumer.OffsetOutOfRangeException(Map.of(partition, place.next));
        } catch (CorruptRecordException e) {
            // One that other replicas might have, by Kafka's classes: there is none.
            throw new KafkaException("cannot read " + partition + " from offset " + place.next, e);
        } catch (RetriableException away) {
            return false;
        }
        if (stretch.next() == place.next) {
            return false;
        }
        place.next = stretch.next();
        if (!stretch.records().isEmpty()) {
            records.put(partition, stretch.records());
        }
        return true;
    }

    /** Waits until something was appended since the last {@link #read}, or for so long. */
    void await(Duration longest) {
        waiting = Thread.currentThread();
        if (!news.get()) {
            LockSupport.parkNanos(longest.toNanos());
        }
        waiting = null;
    }

    private void wake() {
        if (news.compareAndSet(false, true)) {
            LockSupport.unpark(waiting);
        }
    }

    @Override
    public void close() {
        leave(List.copyOf(places.keySet()));
    }
}
