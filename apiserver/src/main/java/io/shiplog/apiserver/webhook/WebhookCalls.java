package io.shiplog.apiserver.webhook;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.write.Consultant;
import io.shiplog.objects.View;
import io.shiplog.resources.webhook.AdmissionAnswer;
import io.shiplog.resources.webhook.Webhook;
import io.shiplog.resources.webhook.WebhookPlace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls webhooks over HTTPS, each under the certificates that its configuration trusts. Thread-safe; waits for nothing.
 */
public final class WebhookCalls {
    /** A patch of the largest object fits, in base64. */
    private static final int MOST_BYTES = 16 << 20;

    /** To one webhook at once: what comes beyond waits, within its time. */
    private static final int CONNECTIONS = 200;

    /** How many clients with certificates of their own are kept open. */
    private static final int CLIENTS = 64;

    private final Vertx vertx;
    private final Map<String, HttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    public WebhookCalls(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Who asks the webhooks about the writes of a request.
     *
     * @param warnings takes what the client is to be told
     */
    public Consultant about(
            Identity identity,
            String subresource,
            boolean dryRun,
            @Nullable ObjectNode options,
            Consumer<String> warnings) {
        return new WebhookConsultant(new Asked(identity, subresource, dryRun, options), this, warnings);
    }

    /** What a webhook answers; a call that fails is an answer, too. Completes on the caller's event loop. */
    CompletableFuture<AdmissionAnswer> call(Webhook webhook, View view, String uid, byte[] review) {
        RequestOptions options;
        String shown;
        try {
            options = options(webhook, view);
            shown = webhook.place().address() + "?timeout=" + webhook.timeoutSeconds() + "s";
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    AdmissionAnswer.failed(webhook, "failed to call webhook: " + e.getMessage()));
        }
        return client(webhook.place().authority())
                .request(options)
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .putHeader("Accept", "application/json, */*")
                        .send(Buffer.buffer(review))
                        .compose(response ->
                                whole(response).map(body -> read(webhook, uid, response.statusCode(), body)))
                        .timeout(webhook.timeoutSeconds(), TimeUnit.SECONDS)
                        .onFailure(failure -> request.reset()))
                .timeout(webhook.timeoutSeconds(), TimeUnit.SECONDS)
                .recover(failure -> Future.succeededFuture(AdmissionAnswer.failed(
                        webhook, "failed to call webhook: Post \"" + shown + "\": " + why(failure, options))))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** The body of an answer, which fails where it is too large. */
    private static Future<Buffer> whole(HttpClientResponse response) {
        Promise<Buffer> body = Promise.promise();
        Buffer soFar = Buffer.buffer();
        response.exceptionHandler(body::tryFail);
        response.endHandler(end -> body.tryComplete(soFar));
        response.handler(part -> {
            if (soFar.length() + part.length() > MOST_BYTES) {
                body.tryFail("the answer has more than " + MOST_BYTES + " bytes");
            } else {
                soFar.appendBuffer(part);
            }
        });
        return body.future();
    }

    private static AdmissionAnswer read(Webhook webhook, String uid, int code, Buffer body) {
        if (code < 200 || code >= 300) {
            return AdmissionAnswer.failed(
                    webhook, "failed to call webhook: the server responded with the status code " + code);
        }
        return AdmissionAnswer.read(webhook, uid, body.getBytes());
    }

    private static String why(Throwable failure, RequestOptions options) {
        if (failure instanceof TimeoutException) {
            return "context deadline exceeded";
        }
        if (failure instanceof ConnectException || failure.getCause() instanceof ConnectException) {
            SocketAddress server = (SocketAddress) options.getServer();
            String where =
                    server == null ? options.getHost() + ":" + options.getPort() : server.host() + ":" + server.port();
            return "dial tcp " + where + ": connect: connection refused";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static RequestOptions options(Webhook webhook, View view) {
        WebhookPlace place = webhook.place();
        URI uri = URI.create(place.address());
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("\"" + place.address() + "\" is no HTTPS URL");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(true)
                .setHost(uri.getHost())
                .setPort(uri.getPort() < 0 ? 443 : uri.getPort())
                .setURI(path + "?timeout=" + webhook.timeoutSeconds() + "s")
                .setTimeout(TimeUnit.SECONDS.toMillis(webhook.timeoutSeconds()));
        if (place.url().isEmpty()) {
            options.setServer(ServiceEndpoint.of(view, place));
        }
        return options;
    }

    /** The client that trusts what {@code authority} has signed. */
    private synchronized HttpClient client(String authority) {
        HttpClient client = clients.computeIfAbsent(authority, this::made);
        if (clients.size() > CLIENTS) {
            var eldest = clients.entrySet().iterator();
            eldest.next().getValue().close();
            eldest.remove();
        }
        return client;
    }

    private HttpClient made(String authority) {
        HttpClientOptions options = new HttpClientOptions().setSsl(true).setVerifyHost(true);
        if (!authority.isEmpty()) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority)));
        }
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }
}
