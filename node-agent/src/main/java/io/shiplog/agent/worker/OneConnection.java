package io.shiplog.agent.worker;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A question that gets a connection of its own, which ends with it, whether it was answered, failed or given up: a
 * server that does not answer keeps neither a connection nor a place in a pool from the next question.
 */
final class OneConnection {
    private OneConnection() {}

    /**
     * Asks and waits for the answer.
     *
     * @throws ExecutionException when there was no connection, or no answer on it
     * @throws TimeoutException when it took longer than {@code limit}
     */
    static <T> T ask(
            HttpClientAgent client,
            HttpConnectOptions to,
            Duration limit,
            Function<HttpClientConnection, Future<T>> question)
            throws ExecutionException, TimeoutException, InterruptedException {
        int millis = (int) Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
        Future<HttpClientConnection> connecting = client.connect(to.setConnectTimeout(millis));
        try {
            return connecting
                    .compose(question)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(millis, TimeUnit.MILLISECONDS);
        } finally {
            // One that comes about later is closed then.
            connecting.onSuccess(HttpConnection::close);
        }
    }
}
