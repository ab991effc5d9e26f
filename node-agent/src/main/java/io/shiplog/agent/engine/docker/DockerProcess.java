package io.shiplog.agent.engine.docker;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.EngineException.Kind;
import io.shiplog.agent.engine.ExecSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The session of an exec or attach: its input, its terminal size and, after its streams have ended, its exit code. A
 * virtual thread reads the process's output.
 */
final class DockerProcess implements ExecSession {
    private static final int STDERR = 2;

    private final HijackedConnection connection;
    private final Engine.Output output;
    private final boolean raw;
    private final BiConsumer<Integer, Integer> resize;
    private final Supplier<Integer> exitCode;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    /** @param raw the output is one stream without frames, as with a terminal */
    DockerProcess(
            HijackedConnection connection,
            Engine.Output output,
            boolean raw,
            BiConsumer<Integer, Integer> resize,
            Supplier<Integer> exitCode) {
        this.connection = connection;
        this.output = output;
        this.raw = raw;
        this.resize = resize;
        this.exitCode = exitCode;
        Thread.ofVirtual().name("docker-process").start(this::read);
    }

    private void read() {
        EngineException failure = null;
        try (connection) {
            if (raw) {
                readRaw();
            } else {
                readFrames();
            }
        } catch (ClosedChannelException closedByUs) {
            exit.complete(0);
        } catch (IOException e) {
            failure = new EngineException(Kind.UNAVAILABLE, "the process's streams broke: " + e, e);
        } catch (RuntimeException e) {
            // Whoever took the output failed: nobody must wait for the process because of that.
            failure = new EngineException(Kind.UNAVAILABLE, "the process's output was not taken: " + e, e);
            exit.completeExceptionally(failure);
        }
        end(failure);
    }

    private void end(@Nullable EngineException failure) {
        output.end(failure);
        if (exit.isDone()) {
            return;
        }
        try {
            exit.complete(exitCode.get());
        } catch (EngineException e) {
            exit.completeExceptionally(e);
        }
    }

    private void readRaw() throws IOException {
        for (byte[] bytes = connection.some(Integer.MAX_VALUE);
                bytes.length > 0;
                bytes = connection.some(Integer.MAX_VALUE)) {
            output.stdout(bytes);
        }
    }

    private void readFrames() throws IOException {
        for (ByteBuffer header = connection.frameHeader(); header != null; header = connection.frameHeader()) {
            boolean stderr = header.get(0) == STDERR;
            int left = header.getInt(4);
            while (left > 0) {
                byte[] bytes = connection.some(left);
                if (bytes.length == 0) {
                    return;
                }
                left -= bytes.length;
                if (stderr) {
                    output.stderr(bytes);
                } else {
                    output.stdout(bytes);
                }
            }
        }
    }

    @Override
    public void stdin(byte[] bytes) {
        try {
            connection.write(bytes);
        } catch (IOException gone) {
            // The process has ended; its exit code tells.
            return;
        }
    }

    @Override
    public void closeStdin() {
        try {
            connection.endOutput();
        } catch (IOException gone) {
            // The process has ended; its exit code tells.
            return;
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
        try {
            connection.close();
        } catch (IOException e) {
            throw new EngineException(Kind.UNAVAILABLE, "the process's streams were not closed: " + e, e);
        }
    }
}
