package io.shiplog.journal.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a thread of Kafka Streams still has to take of the partitions whose processors follow it here: records that its
 * consumer has fetched and that wait in the tasks, and those that the broker has beyond. One per thread, which alone
 * writes it; anybody may ask {@link #behind}.
 */
public final class Unread {
    private static final ThreadLocal<Unread> OF_THREAD = ThreadLocal.withInitial(Unread::new);

    private final Map<TopicPartition, Place> places = new HashMap<>();

    /**
     * The time up to which everything was taken, in milliseconds of the wall clock; {@link Long#MAX_VALUE} for all of
     * it.
     */
    private volatile long takenUpTo = Long.MAX_VALUE;

    /**
     * Offsets of one partition: up to where it was taken, and up to where it was fetched; and how much more there is.
     */
    private static final class Place {
        private long taken;
        private long fetched;
        private long atBroker;

        boolean isUnread() {
            return fetched > taken || atBroker > 0;
        }
    }

    Unread() {}

    /** That of the thread that asks. */
    public static Unread ofThisThread() {
        return OF_THREAD.get();
    }

    /**
     * Notes what a poll has brought.
     *
     * @param assigned the partitions that the thread reads now
     * @param lag tells how many records of a partition the broker has beyond
     */
    void polled(
            ConsumerRecords<?, ?> records, Set<TopicPartition> assigned, Function<TopicPartition, OptionalLong> lag) {
        places.keySet().retainAll(assigned);
        places.forEach((partition, place) -> {
            var fetched = records.records(partition);
            if (!fetched.isEmpty()) {
                place.fetched = fetched.getLast().offset() + 1;
            }
            place.atBroker = lag.apply(partition).orElse(0);
        });
        settle();
    }

    /** Notes that a processor has taken a record. */
    public void taken(@Nullable RecordMetadata record, long timestampMillis) {
        if (record == null) {
            return;
        }
        Place place =
                places.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), first -> new Place());
        long next = record.offset() + 1;
        // One that is read again from further back begins anew: what was fetched of it before says nothing.
        place.fetched = next <= place.taken ? next : Math.max(place.fetched, next);
        place.taken = next;
        takenUpTo = timestampMillis;
        settle();
    }

    private void settle() {
        if (!any()) {
            takenUpTo = Long.MAX_VALUE;
        }
    }

    /** Whether there is a record to take before anything else; asked by the thread itself. */
    boolean any() {
        for (Place place : places.values()) {
            if (place.isUnread()) {
                return true;
            }
        }
        return false;
    }

    /** How old what was taken last is at {@code nowMillis}; zero when nothing is left to take. */
    public Duration behind(long nowMillis) {
        long upTo = takenUpTo;
        return upTo >= nowMillis ? Duration.ZERO : Duration.ofMillis(nowMillis - upTo);
    }
}
