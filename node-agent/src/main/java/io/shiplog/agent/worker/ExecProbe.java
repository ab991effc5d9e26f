package io.shiplog.agent.worker;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.ExecSpec;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs a command in a container and judges it by its exit code. */
final class ExecProbe implements Engine.Output {
    private static final int MAX_OUTPUT_BYTES = 10 * 1024;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private ExecProbe() {}

    static ProbeOutcome run(Engine engine, String id, List<String> command, Duration limit) {
        var output = new ExecProbe();
        try (var session = engine.exec(id, ExecSpec.plain(command), output)) {
            int code = session.exitCode().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return code == 0 ? new ProbeOutcome.Success() : new ProbeOutcome.Failure(output.text());
        } catch (TimeoutException e) {
            return new ProbeOutcome.Failure(
                    "command timed out: " + command + " timed out after " + limit.toSeconds() + "s");
        } catch (ExecutionException | EngineException e) {
            return new ProbeOutcome.Inconclusive(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProbeOutcome.Inconclusive("interrupted");
        }
    }

    private synchronized String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void stdout(byte[] bytes) {
        text.write(bytes, 0, Math.min(bytes.length, MAX_OUTPUT_BYTES - text.size()));
    }

    @Override
    public void stderr(byte[] bytes) {
        stdout(bytes);
    }

    @Override
    public void end(@Nullable EngineException failure) {
        // The exit code tells.
    }
}
