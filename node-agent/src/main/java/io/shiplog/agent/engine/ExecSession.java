package io.shiplog.agent.engine;

import java.util.concurrent.CompletableFuture;

/**
 * A process that was started in, or attached to in, a container. Closing leaves the process alone and ends the streams.
 */
public interface ExecSession extends Engine.Stream {
    /** Bytes for the process's standard input. Blocks while the process does not read. */
    void stdin(byte[] bytes);

    /** Standard input has ended. */
    void closeStdin();

    /** The terminal's new size in characters. Without a terminal this does nothing. */
    void resize(int columns, int rows);

    /** The process's exit code, once it has ended; fails with an {@link EngineException} when the engine lost it. */
    CompletableFuture<Integer> exitCode();
}
