package io.shiplog.agent.server;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Writes a container's output into a response, no faster than the client reads. */
final class ResponseOutput implements Engine.Output {
    /**
     * A client may stop reading for this long: somebody may look at a page of it (the kubelet's idle timeout, v1.34).
     */
    private static final long PATIENCE_SECONDS = TimeUnit.HOURS.toSeconds(4);

    private final HttpServerResponse response;
    private final AtomicReference<Engine.@Nullable Stream> stream = new AtomicReference<>();
    private long left;
    private volatile boolean over;
    private final CountDownLatch done = new CountDownLatch(1);

    ResponseOutput(HttpServerResponse response, long limitBytes) {
        this.response = response;
        this.left = limitBytes;
        response.exceptionHandler(gone -> close());
        response.closeHandler(closed -> close());
    }

    /** The stream that feeds this, closed when the client has gone or has all that it wanted. */
    void closeWith(Engine.Stream source) {
        stream.set(source);
        if (over) {
            close();
        }
    }

    /** Waits until the response has ended, or its client has gone. */
    void join() {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private void close() {
        over = true;
        done.countDown();
        Engine.Stream source = stream.getAndSet(null);
        if (source != null) {
            source.close();
        }
    }

    @Override
    public synchronized void stdout(byte[] bytes) {
        if (over) {
            return;
        }
        byte[] part = bytes.length > left ? Arrays.copyOf(bytes, (int) left) : bytes;
        left -= part.length;
        Future<Void> written = response.write(Buffer.buffer(part));
        if (response.writeQueueFull() && !Context.isOnEventLoopThread()) {
            await(written);
        }
        if (left == 0) {
            end(null);
            close();
        }
    }

    private void await(Future<Void> written) {
        try {
            written.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        } catch (ExecutionException | TimeoutException clientGone) {
            close();
        }
    }

    @Override
    public void stderr(byte[] bytes) {
        stdout(bytes);
    }

    @Override
    public synchronized void end(@Nullable EngineException failure) {
        if (over) {
            return;
        }
        over = true;
        done.countDown();
        if (failure != null) {
            Replies.fail(response, failure);
        } else {
            response.end();
        }
    }
}
