package io.shiplog.agent.server;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.pod.facts.AgentJson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The streams of a process on their way to a client, a channel each. Protocols {@code v4.channel.k8s.io} and {@code
 * v5.channel.k8s.io}; the latter can close a channel.
 */
final class Channels implements Engine.Output {
    static final String V4 = "v4.channel.k8s.io";
    static final String V5 = "v5.channel.k8s.io";

    static final int STDIN = 0;
    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int ERROR = 3;
    static final int RESIZE = 4;
    static final int CLOSE = 255;

    /**
     * A client may stop reading for this long: somebody may look at a page of it (the kubelet's idle timeout, v1.34).
     */
    private static final long PATIENCE_SECONDS = TimeUnit.HOURS.toSeconds(4);

    private final Wire wire;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    Channels(Wire wire) {
        this.wire = wire;
    }

    @Override
    public void stdout(byte[] bytes) {
        send(STDOUT, bytes);
    }

    @Override
    public void stderr(byte[] bytes) {
        send(STDERR, bytes);
    }

    @Override
    public void end(@Nullable EngineException failure) {
        ended.complete(failure == null);
    }

    /** Completes once the process's output has come to its end. */
    CompletableFuture<Boolean> ended() {
        return ended;
    }

    private void send(int channel, byte[] bytes) {
        if (wire.closed()) {
            return;
        }
        Future<Void> written = wire.send(channel, bytes);
        if (wire.full() && !Context.isOnEventLoopThread()) {
            try {
                written.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException clientGone) {
                wire.abort();
            }
        }
    }

    /** Tells the process's exit code and closes. */
    void exit(int code) {
        ObjectNode status = AgentJson.object();
        status.putObject("metadata");
        if (code == 0) {
            status.put("status", "Success");
        } else {
            status.put("status", "Failure");
            status.put("message", "command terminated with non-zero exit code: exit status " + code);
            status.put("reason", "NonZeroExitCode");
            status.putObject("details")
                    .putArray("causes")
                    .addObject()
                    .put("reason", "ExitCode")
                    .put("message", Integer.toString(code));
        }
        finish(status);
    }

    /** Tells a failure and closes. */
    void fail(Throwable failure) {
        finish(Replies.status(failure));
    }

    private void finish(JsonNode status) {
        send(ERROR, AgentJson.bytes(status));
        wire.finish();
    }
}
