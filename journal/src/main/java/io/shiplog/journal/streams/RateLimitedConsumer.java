package io.shiplog.journal.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that waits for records no longer than its thread's {@link PollDeadline} says, and asks its broker less
 * often the more there is to read. A lone record, or a short chain of them, is handed over at once; of a lasting stream
 * each fetch brings what came in some milliseconds, where it would otherwise bring one or two records. A fetch costs
 * the broker a look at every partition that the consumer reads, however few records it finds.
 */
class RateLimitedConsumer extends KafkaConsumer<byte[], byte[]> {
    /**
     * The longest wait of a consumer that has no partitions, or is held while stores are restored: a start is a chain
     * of them.
     */
    private static final Duration STARTING = Duration.ofMillis(20);

    private final FetchRateLimiter limiter = new FetchRateLimiter(System.nanoTime());
    private final Consumer<KafkaConsumer<?, ?>> lag;

    /** @param lag is told after each poll, on the consumer's thread */
    RateLimitedConsumer(Map<String, Object> settings, Consumer<KafkaConsumer<?, ?>> lag) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.lag = lag;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        LocalProducer.appendAllOfThisThread();
        long early = limiter.waitNanos(System.nanoTime());
        if (early > 0) {
            LockSupport.parkNanos(early);
        }
        ConsumerRecords<byte[], byte[]> records =
                fetch(PollDeadline.ofThisThread().timeout(longest(timeout), System.nanoTime()));
        limiter.answered(records.count(), System.nanoTime());
        Unread.ofThisThread().polled(records, assignment(), this::currentLag);
        lag.accept(this);
        return records;
    }

    /** The next records, waited for so long. */
    ConsumerRecords<byte[], byte[]> fetch(Duration wait) {
        return super.poll(wholeMillis(wait));
    }

    private Duration longest(Duration timeout) {
        boolean starting = assignment().isEmpty() || !paused().isEmpty();
        return starting && timeout.compareTo(STARTING) > 0 ? STARTING : timeout;
    }

    /** Rounded up: Kafka counts in milliseconds, and whoever wakes too early only waits again. */
    private static Duration wholeMillis(Duration wait) {
        return Duration.ofMillis(wait.plusNanos(999_999).toMillis());
    }
}
