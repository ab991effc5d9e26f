package io.shiplog.agent.engine.docker;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.ExecSession;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The session of an exec or attach: its input, its terminal size and, after its streams have ended, its exit code. */
final class DockerProcess implements ExecSession {
    private final @Nullable QueueInput input;
    private final BiConsumer<Integer, Integer> resize;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final DockerStreams streams;

    DockerProcess(
            @Nullable QueueInput input,
            Engine.Output output,
            BiConsumer<Integer, Integer> resize,
            Supplier<Integer> exitCode) {
        this.input = input;
        this.resize = resize;
        this.streams = new DockerStreams(output, () -> complete(exitCode));
    }

    DockerStreams streams() {
        return streams;
    }

    private void complete(Supplier<Integer> exitCode) {
        if (input != null) {
            input.end();
        }
        try {
            exit.complete(exitCode.get());
        } catch (EngineException e) {
            exit.completeExceptionally(e);
        }
    }

    @Override
    public void stdin(byte[] bytes) {
        if (input != null && !exit.isDone()) {
            input.put(bytes);
        }
    }

    @Override
    public void closeStdin() {
        if (input != null) {
            input.end();
        }
    }

    @Override
    public void resize(int columns, int rows) {
        resize.accept(columns, rows);
    }

    @Override
    public CompletableFuture<Integer> exitCode() {
        return exit;
    }

    @Override
    public void close() {
        streams.close();
    }
}
