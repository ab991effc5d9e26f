package io.shiplog.journal.streams;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records an application has still to read, as the broker said at its last answers, and how long ago it last
 * asked. Each consumer tells it from its own thread; anybody may ask.
 */
final class Lag {
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final LongSupplier nanoTime;

    /** What one consumer last said. */
    private static final class Place {
        private volatile long records;
        private volatile long saidNanos;

        Place(long nanos) {
            saidNanos = nanos;
        }
    }

    Lag() {
        this(System::nanoTime);
    }

    Lag(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A place for one consumer, which tells it after each poll. */
    Consumer<KafkaConsumer<?, ?>> ofConsumer() {
        var place = new Place(nanoTime.getAsLong());
        places.add(place);
        return consumer -> {
            long behind = 0;
            for (TopicPartition partition : consumer.assignment()) {
                OptionalLong lag = consumer.currentLag(partition);
                behind += lag.orElse(0);
            }
            place.records = behind;
            place.saidNanos = nanoTime.getAsLong();
        };
    }

    /** The records that all consumers together have not read. */
    long records() {
        long sum = 0;
        for (Place place : places) {
            sum += place.records;
        }
        return sum;
    }

    /**
     * How long the consumer that has been silent for longest has asked for nothing: its thread is busy with something,
     * or stuck.
     */
    Duration silence() {
        long now = nanoTime.getAsLong();
        long longest = 0;
        for (Place place : places) {
            longest = Math.max(longest, now - place.saidNanos);
        }
        return Duration.ofNanos(longest);
    }
}
