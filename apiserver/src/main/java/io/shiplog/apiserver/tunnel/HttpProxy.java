package io.shiplog.apiserver.tunnel;

import io.shiplog.apiserver.pipeline.Answer;
import io.shiplog.apiserver.pipeline.Call;
import io.shiplog.apiserver.read.ListOptions;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.apiserver.status.Failures;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Passes HTTP requests on to pods, services and nodes: {@code proxy} below one of them. The target does not see who
 * asks; its redirects, and the links of its pages of a known, bounded length, lead back through the server. Upgrades
 * are not passed on. On the request's event loop.
 */
final class HttpProxy {
    private static final int CONNECT_SECONDS = 10;
    /** To one target at once; streams of logs hold theirs for as long as they last. */
    private static final int CONNECTIONS = 1_000;

    private static final int LONGEST_PAGE_BYTES = 3 * 1024 * 1024;

    /** What concerns one connection, or what only the server itself may be shown. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "host",
            "authorization",
            "accept-encoding");

    private final Reads reads;
    private final HttpClient agents;
    private final HttpClient others;

    /** @param agents reaches node agents as the server itself */
    HttpProxy(Vertx vertx, Reads reads, HttpClient agents) {
        this.reads = reads;
        this.agents = agents;
        // As upstream's: whatever certificate a pod shows.
        this.others = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS))
                        .setTrustAll(true)
                        .setVerifyHost(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    CompletionStage<Answer> pass(Call call) {
        HttpServerRequest request = call.request();
        ProxiedPath path = ProxiedPath.of(request.path(), call.target().kind().namespaced());
        String method = request.method().name();
        if (path.rest().isEmpty() && (method.equals("GET") || method.equals("HEAD"))) {
            return redirect(request, path.prefix() + "/" + query(request));
        }
        return reads.at(new ListOptions.Moment.Latest())
                .thenApplyAsync(
                        state -> ProxyTarget.of(state, call.target(), ThreadLocalRandom.current()), call.executor())
                .thenCompose(target -> pass(call, path, target).toCompletionStage());
    }

    private static CompletionStage<Answer> redirect(HttpServerRequest request, String to) {
        return request.response()
                .setStatusCode(301)
                .putHeader("Location", to)
                .end()
                .map(done -> (Answer) new Answer.Taken())
                .toCompletionStage();
    }

    private Future<Answer> pass(Call call, ProxiedPath path, ProxyTarget target) {
        HttpServerRequest request = call.request();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI((path.rest().isEmpty() ? "/" : path.rest()) + query(request));
        HttpClient client = target.agent() ? agents : others;
        return client.request(options)
                .compose(asked -> {
                    copy(request.headers(), asked.headers());
                    asked.putHeader("X-Forwarded-Uri", request.path());
                    asked.putHeader("X-Forwarded-Proto", "https");
                    return call.body().length == 0 ? asked.send() : asked.send(Buffer.buffer(call.body()));
                })
                .recover(failure -> Future.failedFuture(
                        Failures.unavailable("error trying to reach service: " + failure.getMessage())
                                .exception()))
                .compose(answer -> answer(answer, request.response(), path, target))
                .map(done -> (Answer) new Answer.Taken());
    }

    private static Future<Void> answer(
            HttpClientResponse from, HttpServerResponse to, ProxiedPath path, ProxyTarget target) {
        if (to.closed()) {
            from.request().reset();
            return Future.succeededFuture();
        }
        to.setStatusCode(from.statusCode());
        copy(from.headers(), to.headers());
        String location = from.getHeader("Location");
        if (location != null) {
            to.putHeader("Location", path.location(location, target));
        }
        to.closeHandler(closed -> from.request().reset());
        if (isPage(from)) {
            return from.body()
                    .compose(body -> to.end(Buffer.buffer(path.page(body.toString(StandardCharsets.ISO_8859_1))
                            .getBytes(StandardCharsets.ISO_8859_1))));
        }
        String length = from.getHeader("Content-Length");
        if (length != null) {
            to.putHeader("Content-Length", length);
        } else if (from.statusCode() != 204 && from.statusCode() != 304) {
            to.setChunked(true);
        }
        return from.pipeTo(to).onFailure(broken -> from.request().reset());
    }

    private static boolean isPage(HttpClientResponse response) {
        String type = response.getHeader("Content-Type");
        String length = response.getHeader("Content-Length");
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith("text/html")
                && response.getHeader("Content-Encoding") == null
                && length != null
                && length.length() < 8
                && Integer.parseInt(length) <= LONGEST_PAGE_BYTES;
    }

    private static void copy(MultiMap from, MultiMap to) {
        from.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean own = NOT_PASSED_ON.contains(lower)
                    || lower.startsWith("impersonate-")
                    || lower.startsWith("access-control-");
            if (!own) {
                to.add(name, value);
            }
        });
    }

    private static String query(HttpServerRequest request) {
        String query = request.query();
        return query == null || query.isEmpty() ? "" : "?" + query;
    }
}
