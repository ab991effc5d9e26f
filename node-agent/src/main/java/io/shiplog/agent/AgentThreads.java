package io.shiplog.agent;

import io.shiplog.agent.worker.NodeContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of an agent: a timer, and either virtual threads, for an engine that blocks, or a few shared ones. */
final class AgentThreads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AgentThreads.class);
    private static final int SHARED_THREADS = 2;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final ExecutorService turns;
    private final Executor steps;
    private final ScheduledThreadPoolExecutor timer;

    private AgentThreads(ExecutorService turns, Executor steps) {
        this.turns = turns;
        this.steps = steps;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("agent-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** One virtual thread per turn and per step. */
    static AgentThreads virtual() {
        ExecutorService executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("agent-", 0).factory());
        return new AgentThreads(executor, executor);
    }

    /** A few threads for all turns; steps run within them, because nothing they do blocks. */
    static AgentThreads shared() {
        ExecutorService executor = Executors.newFixedThreadPool(
                SHARED_THREADS, Thread.ofPlatform().daemon().name("agent-", 0).factory());
        return new AgentThreads(executor, Runnable::run);
    }

    NodeContext.Threads of(InstantSource clock) {
        return new NodeContext.Threads(turns, steps, timer, clock);
    }

    /** Ends the threads; steps under way, such as a pull, are interrupted. */
    @Override
    public void close() {
        timer.shutdownNow();
        turns.shutdownNow();
        try {
            if (!turns.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("steps are still under way while the agent closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
