package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.status.Failures;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
                collected.add(part);
            } else if (collected.seenBytes > PATIENCE_BYTES) {
                request.connection().close();
            }
        });
        request.endHandler(end -> {
            if (collected.seenBytes > LIMIT_BYTES) {
                refused.accept(Failures.tooLarge(LIMIT_BYTES).exception());
            } else {
                then.accept(collected.bytes());
            }
        });
    }

    /** What has come so far: mostly one part, whose bytes are then taken as they are. */
    private static final class Collected {
        private byte[] first = EMPTY;
        private @Nullable Buffer body;
        private long seenBytes;

        void add(Buffer part) {
            Buffer known = body;
            if (known != null) {
                known.appendBuffer(part);
            } else if (first.length == 0) {
                first = part.getBytes();
            } else {
                body = Buffer.buffer(first).appendBuffer(part);
            }
        }

        byte[] bytes() {
            Buffer whole = body;
            return whole == null ? first : whole.getBytes();
        }
    }
}
