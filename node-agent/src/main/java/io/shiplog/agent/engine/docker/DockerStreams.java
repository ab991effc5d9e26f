package io.shiplog.agent.engine.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Carries docker-java's frames to an {@link Engine.Output}, whose end it tells exactly once. */
final class DockerStreams extends ResultCallback.Adapter<Frame> implements Engine.Stream {
    private final Engine.Output output;
    private final Runnable ended;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param ended runs before the output hears of its end, on the thread that ends it */
    DockerStreams(Engine.Output output, Runnable ended) {
        this.output = output;
        this.ended = ended;
    }

    @Override
    public void onNext(Frame frame) {
        if (frame.getStreamType() == StreamType.STDERR) {
            output.stderr(frame.getPayload());
        } else {
            output.stdout(frame.getPayload());
        }
    }

    @Override
    public void onError(Throwable failure) {
        super.onError(failure);
        // Closing the stream ourselves makes the pending read fail: that is an end, not a failure.
        finish(over.get() ? null : DockerCalls.translated(failure));
    }

    @Override
    public void onComplete() {
        super.onComplete();
        finish(null);
    }

    private void finish(@Nullable EngineException failure) {
        if (over.compareAndSet(false, true)) {
            ended.run();
            output.end(failure);
        }
    }

    @Override
    public void close() {
        finish(null);
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
