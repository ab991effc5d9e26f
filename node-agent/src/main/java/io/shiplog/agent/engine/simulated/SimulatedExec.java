package io.shiplog.agent.engine.simulated;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.ExecSession;
import io.shiplog.agent.engine.ExecSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A process in a simulated container: it does what {@link SimulatedProgram} understands. */
final class SimulatedExec implements ExecSession {
    private final Engine.Output output;
    private final ScheduledExecutorService timer;
    private final Deque<SimulatedProgram.Action> left;
    private final boolean hasInput;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private boolean copying;
    private boolean inputEnded;

    SimulatedExec(ExecSpec spec, Engine.Output output, ScheduledExecutorService timer) {
        this.output = output;
        this.timer = timer;
        this.left = new ArrayDeque<>(SimulatedProgram.parse(spec.command()).actions());
        this.hasInput = spec.stdin();
    }

    synchronized void step() {
        while (!left.isEmpty() && !exit.isDone()) {
            switch (left.removeFirst()) {
                case SimulatedProgram.Print print ->
                    SimulatedContainer.deliver(
                            new SimulatedContainer.Line(java.time.Instant.EPOCH, print.line(), print.error()), output);
                case SimulatedProgram.Sleep sleep -> {
                    timer.schedule(this::step, sleep.time().toMillis(), TimeUnit.MILLISECONDS);
                    return;
                }
                case SimulatedProgram.Exit end -> finish(end.code());
                case SimulatedProgram.Copy ignored -> {
                    copying = true;
                    if (hasInput && !inputEnded) {
                        return;
                    }
                }
            }
        }
        finish(0);
    }

    private void finish(int code) {
        if (exit.complete(code)) {
            output.end(null);
        }
    }

    @Override
    public synchronized void stdin(byte[] bytes) {
        if (copying && !exit.isDone()) {
            output.stdout(bytes);
        }
    }

    @Override
    public synchronized void closeStdin() {
        inputEnded = true;
        if (copying) {
            step();
        }
    }

    @Override
    public void resize(int columns, int rows) {
        // There is no terminal whose size could matter.
    }

    @Override
    public CompletableFuture<Integer> exitCode() {
        return exit;
    }

    @Override
    public synchronized void close() {
        finish(137);
    }
}
