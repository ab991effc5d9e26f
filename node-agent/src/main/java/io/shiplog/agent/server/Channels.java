package io.shiplog.agent.server;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.pod.AgentJson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The streams of a process inside a WebSocket: the first byte of a message names its channel. Protocols {@code
 * v4.channel.k8s.io} and {@code v5.channel.k8s.io}; the latter can close a channel.
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

    private static final long PATIENCE_SECONDS = 60;

    private final ServerWebSocket socket;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    Channels(ServerWebSocket socket) {
        this.socket = socket;
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
        if (socket.isClosed()) {
            return;
        }
        Future<Void> written = socket.writeBinaryMessage(
                Buffer.buffer(bytes.length + 1).appendByte((byte) channel).appendBytes(bytes));
        if (socket.writeQueueFull() && !Context.isOnEventLoopThread()) {
            try {
                written.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException clientGone) {
                socket.close();
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
        if (!socket.isClosed()) {
            socket.close();
        }
    }
}
