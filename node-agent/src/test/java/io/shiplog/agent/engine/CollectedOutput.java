package io.shiplog.agent.engine;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps what a process wrote. */
public final class CollectedOutput implements Engine.Output {
    private final StringBuffer stdout = new StringBuffer();
    private final StringBuffer stderr = new StringBuffer();
    public final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    @Override
    public void stdout(byte[] bytes) {
        stdout.append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void stderr(byte[] bytes) {
        stderr.append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void end(@Nullable EngineException failure) {
        ended.complete(failure == null);
    }

    public String out() {
        return stdout.toString();
    }

    public String err() {
        return stderr.toString();
    }
}
