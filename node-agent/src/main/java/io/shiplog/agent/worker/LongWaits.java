package io.shiplog.agent.worker;

import io.shiplog.agent.engine.EngineException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The waits of a pod's steps that may take very long: pulls and hooks. They are cut short when the pod is to end, which
 * would have to wait for them otherwise. Safe for use by several threads.
 */
final class LongWaits {
    private final Set<Thread> waiting = new HashSet<>();
    private boolean cut;

    /**
     * Waits on the calling thread, which is interrupted when waits are cut short.
     *
     * @throws EngineException when they were before it began
     */
    <T> T during(Supplier<T> wait) {
        Thread self = Thread.currentThread();
        synchronized (this) {
            if (cut) {
                throw new EngineException(EngineException.Kind.UNAVAILABLE, "the pod is ending");
            }
            waiting.add(self);
        }
        try {
            return wait.get();
        } finally {
            synchronized (this) {
                waiting.remove(self);
                if (cut) {
                    // The interruption has had its effect, or came too late for it.
                    Thread.interrupted();
                }
            }
        }
    }

    /** Whether waits are cut short. */
    synchronized boolean cut() {
        return cut;
    }

    /** Cuts waits short from now on, or lets them take their time again. */
    synchronized void cut(boolean now) {
        if (now && !cut) {
            waiting.forEach(Thread::interrupt);
        }
        cut = now;
    }
}
