package io.shiplog.journal.kafka.log;

import org.apache.kafka.clients.consumer.Consumer;

/** How a thread that does nothing but read a consumer is ended. */
final class ConsumerThreads {
    private ConsumerThreads() {}

    /**
     * Wakes {@code reader}, which has been told to stop, from its poll, and waits for its end; called by the reader
     * itself, it returns at once. An interrupt ends the waiting.
     */
    static void wakeAndJoin(Consumer<?, ?> consumer, Thread reader) {
        consumer.wakeup();
        if (Thread.currentThread() == reader) {
            return;
        }
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
