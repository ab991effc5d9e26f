package io.shiplog.journal.kafka.log;

import io.shiplog.journal.AppendUnknownException;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Appends records in the order in which they are given, one produce request at a time, on a thread of its own: a lone
 * record leaves at once, and what comes while a request is on its way goes together in the next. While many come at a
 * time, each request waits a moment for more, because a request costs much more than a record.
 */
final class Appender implements AutoCloseable {
    private static final long COMPANY_NANOS = Duration.ofMillis(1).toNanos();

    private record Append(byte[] value, long atNanos, CompletableFuture<Long> offset) {}

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final long timeoutNanos;
    private final LinkedBlockingQueue<Append> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param producer lingers until it is flushed; closed with this appender
     * @param timeout after which a record that could not be sent is given up
     */
    Appender(Producer<byte[], byte[]> producer, String topic, Duration timeout) {
        this.producer = producer;
        this.topic = topic;
        this.timeoutNanos = timeout.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("journal-append").unstarted(this::run);
        thread.start();
    }

    /** The record's offset; or, exceptionally, what Kafka's client says, or {@link AppendUnknownException}. */
    CompletableFuture<Long> append(byte[] value) {
        Append append = new Append(value, System.nanoTime(), new CompletableFuture<>());
        queue.add(append);
        if (closed) {
            append.offset().completeExceptionally(closedJournal());
        }
        return append.offset();
    }

    private void run() {
        LingerPolicy linger = new LingerPolicy(System.nanoTime());
        List<Append> batch = new ArrayList<>();
        try {
            while (!closed) {
                batch.add(queue.take());
                if (linger.lingers(System.nanoTime())) {
                    LockSupport.parkNanos(COMPANY_NANOS);
                }
                queue.drainTo(batch);
                appendAll(batch);
                linger.count(batch.size(), System.nanoTime());
                batch.clear();
            }
        } catch (InterruptedException | InterruptException e) {
            // closing
        } finally {
            closed = true;
            queue.drainTo(batch);
            batch.forEach(append -> append.offset().completeExceptionally(closedJournal()));
        }
    }

    private void appendAll(List<Append> batch) {
        try {
            batch.forEach(this::send);
            producer.flush();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            // Whatever it is, it must not end this thread: every later append would wait for nobody.
            batch.forEach(append -> append.offset().completeExceptionally(e));
        }
    }

    private void send(Append append) {
        if (System.nanoTime() - append.atNanos() > timeoutNanos) {
            append.offset().completeExceptionally(new TimeoutException("Kafka is away"));
            return;
        }
        try {
            producer.send(
                    new ProducerRecord<>(topic, Topics.JOURNAL_PARTITION, null, append.value()),
                    (metadata, failure) -> {
                        if (failure == null) {
                            append.offset().complete(metadata.offset());
                        } else {
                            append.offset().completeExceptionally(failure);
                        }
                    });
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            append.offset().completeExceptionally(e);
        }
    }

    private static AppendUnknownException closedJournal() {
        return new AppendUnknownException("the journal was closed", new IllegalStateException("closed"));
    }

    /** Appends that were not acknowledged within a second are unknown. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }
}
