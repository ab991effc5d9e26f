package io.shiplog.agent.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The bounded place for requests that block on the engine: a virtual thread each, so many and no more. */
final class Blocking implements AutoCloseable {
    static final int MAX_AT_ONCE = 512;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(MAX_AT_ONCE);
    private final AtomicLong refused = new AtomicLong();

    /**
     * Runs {@code task} on a thread that may block.
     *
     * @throws RequestException 429 when too many run already
     */
    void run(Runnable task) {
        if (!free.tryAcquire()) {
            refused.incrementAndGet();
            throw RequestException.tooMany();
        }
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                free.release();
            }
        });
    }

    /** How many requests were turned away. */
    long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
