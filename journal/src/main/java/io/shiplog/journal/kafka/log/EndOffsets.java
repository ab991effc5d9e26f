package io.shiplog.journal.kafka.log;

import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.errors.InterruptException;

/** Asks Kafka for the journal's end, on a thread of its own; everyone who waits when a question leaves shares it. */
final class EndOffsets implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How it is asked. Owned by the thread. */
    interface Question extends AutoCloseable {
        /**
         * The end, of a moment after the call.
         *
         * @throws InterruptException when the thread is interrupted
         */
        long ask(Duration patience);

        @Override
        void close();
    }

    private final Question question;
    private final LinkedBlockingQueue<CompletableFuture<Long>> questions = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    EndOffsets(Question question) {
        this.question = question;
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
        try (question) {
            while (!closed) {
                asked.add(questions.take());
                questions.drainTo(asked);
                answer(asked);
                asked.clear();
            }
        } catch (InterruptedException | InterruptException e) {
            // closing
        } finally {
            closed = true;
            questions.drainTo(asked);
            fail(asked, closedJournal());
        }
    }

    private void answer(List<CompletableFuture<Long>> asked) {
        try {
            long end = question.ask(TIMEOUT);
            for (CompletableFuture<Long> waiting : asked) {
                waiting.complete(end);
            }
        } catch (InterruptException e) {
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
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
