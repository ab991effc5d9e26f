package io.shiplog.journal.kafka.log;

import io.shiplog.journal.Journal;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads the journal's partition on a thread of its own. An outage of Kafka is waited out; a lost or damaged record is
 * the end.
 */
final class KafkaTail implements Journal.Tail {
    private static final Duration POLL = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Journal.Listener listener;
    private final Thread thread;
    private volatile boolean closed;

    KafkaTail(Consumer<byte[], byte[]> consumer, String topic, long fromOffset, Journal.Listener listener) {
        this.consumer = consumer;
        this.listener = listener;
        TopicPartition partition = new TopicPartition(topic, Topics.JOURNAL_PARTITION);
        consumer.assign(List.of(partition));
        consumer.seek(partition, fromOffset);
        this.thread = Thread.ofPlatform().daemon().name("journal-tail").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (!closed) {
                ConsumerRecords<byte[], byte[]> polled = PartitionRead.poll(consumer, POLL);
                if (!polled.isEmpty()) {
                    listener.records(JournalDecoder.read(polled));
                }
            }
        } catch (WakeupException | InterruptException e) {
            if (!closed) {
                listener.failed(e);
            }
        } catch (OffsetOutOfRangeException e) {
            listener.failed(JournalTruncatedException.whileReading(e.partitions(), e));
        } catch (RuntimeException | Error e) {
            // Among them: a damaged record, one of a newer format. Outages do not
            // surface here.
            listener.failed(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        ConsumerThreads.wakeAndJoin(consumer, thread);
    }
}
