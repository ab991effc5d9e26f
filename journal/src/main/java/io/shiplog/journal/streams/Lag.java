package io.shiplog.journal.streams;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records an application has still to read, as the broker said at its last answers. Each consumer tells it from its own
 * thread; anybody may ask.
 */
final class Lag {
    private final List<AtomicLong> consumers = new CopyOnWriteArrayList<>();

    /** A place for one consumer, which tells it after each poll. */
    Consumer<KafkaConsumer<?, ?>> ofConsumer() {
        var records = new AtomicLong();
        consumers.add(records);
        return consumer -> {
            long behind = 0;
            for (TopicPartition partition : consumer.assignment()) {
                OptionalLong lag = consumer.currentLag(partition);
                behind += lag.orElse(0);
            }
            records.set(behind);
        };
    }

    /** The records that all consumers together have not read. */
    long records() {
        long sum = 0;
        for (AtomicLong records : consumers) {
            sum += records.get();
        }
        return sum;
    }
}
