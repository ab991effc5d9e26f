package io.shiplog.compose.command;

import io.shiplog.journal.Role;
import io.shiplog.journal.Unrecoverable;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a command in the foreground until it is asked to stop (Ctrl-C, SIGTERM) or cannot go on. The JVM's end waits
 * until the command has closed what it started.
 */
final class Foreground implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);
    private static final long PATIENCE_SECONDS = 30;
    private static final int CANNOT_GO_ON = 3;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private final Thread command = Thread.currentThread();
    private final Object lock = new Object();
    private boolean starting = true;
    private volatile @Nullable Role watched;

    private Foreground() {}

    static Foreground enter() {
        Foreground foreground = new Foreground();
        Runtime.getRuntime().addShutdownHook(new Thread(foreground::end, "shutdown"));
        return foreground;
    }

    /** Ends the command because a part of it cannot go on. */
    void fault(Throwable cause) {
        if (fault.compareAndSet(null, cause) && asked.getCount() > 0) {
            Unrecoverable.in(cause)
                    .ifPresentOrElse(
                            known -> LOG.error("cannot go on: {}", known.getMessage()),
                            () -> LOG.error("a part of the cluster cannot go on", cause));
        }
        asked.countDown();
    }

    /** Tells whoever started this process that {@code role} works. */
    @SuppressWarnings("SystemOut")
    private static void ready(String role) {
        System.out.println("shiplog " + role + " is ready");
        System.out.flush();
    }

    /** As {@link #await()}, and tells when {@code role} works; ends with a fault when it cannot start or go on. */
    int run(String name, Role role) throws InterruptedException {
        watch(name, role);
        return await();
    }

    /**
     * Tells when {@code role} works, and ends the command when it cannot start or go on, unless it was left by then.
     */
    void watch(String name, Role role) {
        watched = role;
        role.ended().thenAccept(this::fault);
        role.running().whenComplete((nothing, failure) -> {
            if (failure == null) {
                ready(name);
            } else if (role.equals(watched)) {
                fault(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
    }

    /** The role that is watched will be closed, to begin anew. */
    void leave() {
        watched = null;
    }

    /** As {@link #await()}, and gives up after a while; empty when it is not over then. */
    OptionalInt await(Duration patience) throws InterruptedException {
        synchronized (lock) {
            starting = false;
        }
        return asked.await(patience.toMillis(), TimeUnit.MILLISECONDS) ? OptionalInt.of(await()) : OptionalInt.empty();
    }

    /** Waits for the end; 0 when it was asked for, 1 after a fault, 3 after one that no restart cures. */
    int await() throws InterruptedException {
        synchronized (lock) {
            starting = false;
        }
        asked.await();
        Throwable why = fault.get();
        return why == null ? 0 : Unrecoverable.in(why).isPresent() ? CANNOT_GO_ON : 1;
    }

    private void end() {
        asked.countDown();
        synchronized (lock) {
            if (starting) {
                // It may wait for a Kafka that is away. What it closes afterwards is not interrupted any more.
                command.interrupt();
            }
        }
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("not everything closed in {} s", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that the command started is closed: the JVM may end. */
    @Override
    public void close() {
        closed.countDown();
    }
}
