package io.shiplog.journal.kafka.log;

import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Asks Kafka for the journal's end, on a thread and consumer of its own; everyone who waits when a question leaves
 * shares it.
 */
final class EndOffsets implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final LinkedBlockingQueue<CompletableFuture<Long>> questions = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    EndOffsets(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, Topics.JOURNAL_PARTITION);
        // Nothing is read; but the consumer warns of every answer for a partition that it does not have.
        consumer.assign(Set.of(partition));
        this.thread = Thread.ofPlatform().daemon().name("journal-end").unstarted(this::run);
        thread.start();
    }

    CompletableFuture<Long> ask() {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        questions.add(answer);
        if (closed) {
            answer.completeExceptionally(closedJournal());
        }
        return answer;
    }

    private void run() {
        List<CompletableFuture<Long>> asked = new ArrayList<>();
        try (consumer) {
            while (!closed) {
                asked.add(questions.take());
                questions.drainTo(asked);
                answer(asked);
                asked.clear();
            }
        } catch (InterruptedException | InterruptException | WakeupException e) {
            // closing
        } finally {
            closed = true;
            questions.drainTo(asked);
            fail(asked, closedJournal());
        }
    }

    private void answer(List<CompletableFuture<Long>> asked) {
        try {
            Long end = consumer.endOffsets(Set.of(partition), TIMEOUT).get(partition);
            for (CompletableFuture<Long> question : asked) {
                question.complete(end);
            }
        } catch (InterruptException | WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            fail(asked, new KafkaUnavailableException("the journal's end is unknown: " + e.getMessage(), e));
        }
    }

    private static void fail(Collection<CompletableFuture<Long>> asked, Exception reason) {
        asked.forEach(question -> question.completeExceptionally(reason));
    }

    private static IllegalStateException closedJournal() {
        return new IllegalStateException("the journal is closed");
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
