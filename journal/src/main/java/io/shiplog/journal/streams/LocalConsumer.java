package io.shiplog.journal.streams;

import io.shiplog.journal.kafka.clients.LocalBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer of a Streams thread whose broker is in this process. Group membership, assignment and committed offsets
 * are those of Kafka's own consumer, whose partitions stay paused; records are taken from the log by calls, on the
 * thread that wants them: no request, no socket, and none of the broker's threads.
 */
final class LocalConsumer extends RateLimitedConsumer {
    /** How often the group is attended to; its heartbeats have a thread of their own. */
    private static final long GROUP_NANOS = Duration.ofMillis(100).toNanos();

    private final LocalReads reads;
    private long groupDueNanos = System.nanoTime();

    /** @param lag is told after each poll, on the consumer's thread */
    LocalConsumer(Map<String, Object> settings, LocalBroker broker, Consumer<KafkaConsumer<?, ?>> lag) {
        super(settings, lag);
        this.reads = new LocalReads(broker);
    }

    @Override
    ConsumerRecords<byte[], byte[]> fetch(Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        while (true) {
            if (assignment().isEmpty()) {
                attendGroup(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            } else if (System.nanoTime() - groupDueNanos >= 0) {
                attendGroup(Duration.ZERO);
            }
            ConsumerRecords<byte[], byte[]> records = reads.read();
            long now = System.nanoTime();
            if (!records.nextOffsets().isEmpty() || now - until >= 0) {
                return records;
            }
            reads.await(Duration.ofNanos(Math.min(until, groupDueNanos) - now));
        }
    }

    private void attendGroup(Duration wait) {
        ConsumerRecords<byte[], byte[]> none = super.fetch(wait);
        if (!none.isEmpty()) {
            throw new IllegalStateException("a paused consumer was given records of " + none.partitions());
        }
        groupDueNanos = System.nanoTime() + GROUP_NANOS;
        for (TopicPartition partition : assignment()) {
            if (!reads.reads(partition)) {
                reads.readFrom(partition, super.position(partition));
            }
        }
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Pausing(listener));
    }

    /** Keeps what is assigned from being fetched, and leaves what goes elsewhere. */
    private final class Pausing implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener then;

        Pausing(ConsumerRebalanceListener then) {
            this.then = then;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LocalConsumer.super.pause(partitions);
            then.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            then.onPartitionsRevoked(partitions);
            reads.leave(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            then.onPartitionsLost(partitions);
            reads.leave(partitions);
        }
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        reads.hold(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        reads.release(partitions);
    }

    @Override
    public Set<TopicPartition> paused() {
        return reads.held();
    }

    @Override
    public long position(TopicPartition partition) {
        return reads.position(partition).orElseGet(() -> super.position(partition));
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        return reads.position(partition).orElseGet(() -> super.position(partition, timeout));
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return reads.lag(partition);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        super.seek(partition, offset);
        reads.readFrom(partition, offset);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        super.seek(partition, offset);
        reads.readFrom(partition, offset.offset());
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        super.seekToBeginning(partitions);
        reads.forget(partitions);
        groupDueNanos = System.nanoTime();
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        super.seekToEnd(partitions);
        reads.forget(partitions);
        groupDueNanos = System.nanoTime();
    }

    @Override
    public void close() {
        reads.close();
        super.close();
    }

    @Override
    @Deprecated
    public void close(Duration timeout) {
        reads.close();
        super.close(timeout);
    }

    @Override
    public void close(CloseOptions options) {
        reads.close();
        super.close(options);
    }
}
