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

    private static final byte[] EMPTY = new byte[0];

    private BodyReader() {}

    /** Calls {@code then} with the body, or {@code refused} with 413 as soon as it is known to be too large. */
    static void read(HttpServerRequest request, Consumer<byte[]> then, Consumer<Throwable> refused) {
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            then.accept(EMPTY);
            return;
        }
        String announced = request.getHeader("Content-Length");
        if (announced != null && announced.length() > 9
                || announced != null && Integer.parseInt(announced) > LIMIT_BYTES) {
            refuse(request, refused);
            return;
        }
        Collected collected = new Collected();
        request.handler(part -> {
            if (collected.tooLarge) {
                return;
            }
            collected.body.appendBuffer(part);
            if (collected.body.length() > LIMIT_BYTES) {
                collected.tooLarge = true;
                refuse(request, refused);
            }
        });
        request.endHandler(end -> {
            if (!collected.tooLarge) {
                then.accept(collected.body.getBytes());
            }
        });
    }

    private static void refuse(HttpServerRequest request, Consumer<Throwable> refused) {
        // The rest of the body is not worth reading: the connection ends with the answer.
        request.response().putHeader("Connection", "close");
        refused.accept(Failures.tooLarge(LIMIT_BYTES).exception());
    }

    private static final class Collected {
        private final Buffer body = Buffer.buffer();
        private boolean tooLarge;
    }
}
