package io.shiplog.journal.kafka.log;

import io.shiplog.journal.Journal;
import io.shiplog.journal.kafka.clients.LocalPartition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * One reader of a journal in this process: it always has one question for the next records underway. The journal's
 * thread steps it whenever something may have come. A broker that cannot answer for now is asked again; a lost or
 * damaged record, or one of a newer format, is the end.
 */
final class LocalTail implements Journal.Tail {
    /** How long a broker that cannot answer is left alone, and the longest that a journal's thread waits for news. */
    static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    private final LocalPartition partition;
    private final TopicPartition topic;
    private final Journal.Listener listener;
    private final Runnable wake;
    /** Held while the listener is called. */
    private final ReentrantLock calling = new ReentrantLock();

    private final AtomicReference<LocalPartition.@Nullable Fetched> answer = new AtomicReference<>();
    private long next;
    private boolean asking;
    private long restUntilNanos;
    private volatile boolean closed;

    /** @param wake has the journal's thread step this tail soon */
    LocalTail(
            LocalPartition partition, TopicPartition topic, long fromOffset, Journal.Listener listener, Runnable wake) {
        this.partition = partition;
        this.topic = topic;
        this.next = fromOffset;
        this.listener = listener;
        this.wake = wake;
        this.restUntilNanos = System.nanoTime();
    }

    /** Gives what has come, and asks for more. On the journal's thread. */
    void step() {
        LocalPartition.Fetched came = answer.getAndSet(null);
        if (came != null) {
            asking = false;
            took(came);
        }
        if (!closed && !asking && System.nanoTime() - restUntilNanos >= 0) {
            asking = true;
            partition.read(next, fresh -> {
                answer.set(fresh);
                wake.run();
            });
        }
    }

    private void took(LocalPartition.Fetched came) {
        switch (came) {
            case LocalPartition.Found(var records) -> {
                if (!records.isEmpty()) {
                    give(records);
                }
            }
            case LocalPartition.Unfetched(RuntimeException failure) -> {
                // A damaged batch counts as one that another replica may have.
                if (failure instanceof CorruptRecordException) {
                    end(DamagedTopicException.unreadable(topic, next, failure));
                } else if (failure instanceof OffsetOutOfRangeException) {
                    end(JournalTruncatedException.whileReading(Set.of(topic), failure));
                } else if (failure instanceof RetriableException) {
                    restUntilNanos = System.nanoTime() + REST_NANOS;
                } else {
                    end(failure);
                }
            }
        }
    }

    private void give(List<ConsumerRecord<byte[], byte[]>> records) {
        calling.lock();
        try {
            if (!closed) {
                listener.records(JournalDecoder.read(records));
                next = records.getLast().offset() + 1;
            }
        } catch (RuntimeException | Error e) {
            end(e);
        } finally {
            calling.unlock();
        }
    }

    private void end(Throwable fault) {
        calling.lock();
        try {
            if (!closed) {
                closed = true;
                listener.failed(fault);
            }
        } finally {
            calling.unlock();
        }
    }

    /** Nothing is given any more when this returns. */
    @Override
    public void close() {
        calling.lock();
        closed = true;
        calling.unlock();
    }
}
