package io.shiplog.apiserver.http;

import io.shiplog.apiserver.status.Failures;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Reads whole bodies up to the limit that the Kubernetes API server has. */
final class BodyReader {
    /** 3 MB: upstream's limit of a request body. */
    static final int LIMIT_BYTES = 3 * 1024 * 1024;

    /** How much of a body that is refused anyway is read. */
    private static final int PATIENCE_BYTES = 20 * LIMIT_BYTES;

    private static final byte[] EMPTY = new byte[0];

    private BodyReader() {}

    /**
     * Calls {@code then} with the body, or {@code refused} with 413 when it is too large. The rest of such a body is read
     * and thrown away, because many clients only look at the answer when they have sent everything; one without end
     * loses its connection.
     */
    static void read(HttpServerRequest request, Consumer<byte[]> then, Consumer<Throwable> refused) {
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            then.accept(EMPTY);
            return;
        }
        Collected collected = new Collected();
        request.handler(part -> {
            collected.seenBytes += part.length();
            if (collected.seenBytes <= LIMIT_BYTES) {
                collected.body.appendBuffer(part);
            } else if (collected.seenBytes > PATIENCE_BYTES) {
                request.connection().close();
            }
        });
        request.endHandler(end -> {
            if (collected.seenBytes > LIMIT_BYTES) {
                refused.accept(Failures.tooLarge(LIMIT_BYTES).exception());
            } else {
                then.accept(collected.body.getBytes());
            }
        });
    }

    private static final class Collected {
        private final Buffer body = Buffer.buffer();
        private long seenBytes;
    }
}
