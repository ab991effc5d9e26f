package io.shiplog.journal.kafka.clients;

import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;

/** A daemon for what goes on until it is closed: closing interrupts it and returns when it has ended. */
public final class BackgroundThread implements AutoCloseable {
    private final Thread thread;

    private BackgroundThread(String name, Work work) {
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(work));
    }

    /** What the thread does; an interrupt is the end of it, and no fault. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /** One that is yet to be started. */
    public static BackgroundThread of(String name, Work work) {
        return new BackgroundThread(name, work);
    }

    /** As {@link #of}: one that does something every {@code interval}, first when one has passed. */
    public static BackgroundThread every(Duration interval, String name, Runnable action) {
        return of(name, () -> {
            while (true) {
                Thread.sleep(interval);
                action.run();
            }
        });
    }

    public void start() {
        thread.start();
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException | InterruptException e) {
            // closing
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
