package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.status.Failures;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one whole body up to the limit that the Kubernetes API server has. Its connection's event loop owns it. */
final class BodyReader implements Deadlines.Awaited {
    /** 3 MB: upstream's limit of a request body. */
    static final int LIMIT_BYTES = 3 * 1024 * 1024;

    /** How much of a body that is refused anyway is read. */
    private static final int PATIENCE_BYTES = 20 * LIMIT_BYTES;

    private static final byte[] EMPTY = new byte[0];

    private final HttpServerRequest request;
    private final Consumer<Throwable> refused;
    /** What has come so far: mostly one part, whose bytes are then taken as they are. */
    private byte[] first = EMPTY;

    private @Nullable Buffer body;
    private long seenBytes;
    private boolean over;

    private BodyReader(HttpServerRequest request, Consumer<Throwable> refused) {
        this.request = request;
        this.refused = refused;
    }

    /**
     * Calls {@code then} with the body, or {@code refused} with 413 when it is too large and 504 when it does not come
     * in time. The rest of a body that is too large is read and thrown away, because many clients only look at the
     * answer when they have sent everything; one without end loses its connection.
     *
     * @param waiting told of the body while it is waited for
     */
    static void read(HttpServerRequest request, Deadlines waiting, Consumer<byte[]> then, Consumer<Throwable> refused) {
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            then.accept(EMPTY);
            return;
        }
        BodyReader reader = new BodyReader(request, refused);
        waiting.add(reader);
        request.response().closeHandler(gone -> waiting.remove(reader));
        request.handler(reader::add);
        request.endHandler(end -> {
            waiting.remove(reader);
            reader.end(then);
        });
    }

    /** The body has not come in time: says so, and reads no more of it. */
    @Override
    public void giveUp() {
        if (over || request.response().closed()) {
            return;
        }
        over = true;
        request.response().bodyEndHandler(answered -> drop());
        refused.accept(Failures.timeout("request did not complete within the allotted timeout")
                .exception());
    }

    private void drop() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(0);
        } else {
            request.connection().close();
        }
    }

    private void add(Buffer part) {
        seenBytes += part.length();
        if (seenBytes > PATIENCE_BYTES) {
            request.connection().close();
        }
        if (over || seenBytes > LIMIT_BYTES) {
            return;
        }
        Buffer known = body;
        if (known != null) {
            known.appendBuffer(part);
        } else if (first.length == 0) {
            first = part.getBytes();
        } else {
            body = Buffer.buffer(first).appendBuffer(part);
        }
    }

    private void end(Consumer<byte[]> then) {
        if (over) {
            return;
        }
        over = true;
        if (seenBytes > LIMIT_BYTES) {
            refused.accept(Failures.tooLarge(LIMIT_BYTES).exception());
        } else {
            Buffer whole = body;
            then.accept(whole == null ? first : whole.getBytes());
        }
    }
}
