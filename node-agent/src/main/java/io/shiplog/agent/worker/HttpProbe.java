package io.shiplog.agent.worker;

import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.spec.Action;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a container over HTTP: an answer from 200 to 399 is a success. A redirection is followed as long as it leads to
 * the same host; one that leads elsewhere is an answer like any other (the kubelet's pkg/probe/http, v1.34).
 */
final class HttpProbe implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpProbe.class);
    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClientAgent http;

    HttpProbe(Vertx vertx) {
        // A probe asks whether the server answers, not who it is.
        http = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setDecompressionSupported(false));
    }

    /** Where a request goes. {@code uri} is its path and query. */
    private record Place(boolean ssl, String host, int port, String uri) {
        String url() {
            return (ssl ? "https" : "http") + "://" + host + ":" + port + uri;
        }

        /** Where a redirection leads, null when that is another host. */
        @Nullable
        Place redirected(String location) {
            URI to = URI.create(url()).resolve(location);
            if (!host.equals(to.getHost())) {
                return null;
            }
            boolean secure = "https".equals(to.getScheme());
            int there = to.getPort() > 0 ? to.getPort() : secure ? 443 : 80;
            String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
            return new Place(secure, host, there, to.getRawQuery() == null ? path : path + "?" + to.getRawQuery());
        }
    }

    private record Answer(int status, @Nullable String location) {}

    ProbeOutcome run(String host, int port, Action.HttpGet action, Duration limit, String agent) {
        String path = action.path();
        Place place = new Place(action.secure(), host, port, path.startsWith("/") ? path : "/" + path);
        MultiMap headers = headers(action.headers(), agent);
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (int redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
                Answer answer = ask(place, headers, Duration.ofNanos(end - System.nanoTime()));
                String location = answer.location();
                Place next = location == null ? null : place.redirected(location);
                if (next == null) {
                    return judged(answer.status());
                }
                place = next;
            }
            return failure(place, "stopped after " + MAX_REDIRECTS + " redirects");
        } catch (ExecutionException e) {
            return failure(place, NetworkProber.message(e.getCause()));
        } catch (TimeoutException e) {
            return failure(place, "context deadline exceeded (Client.Timeout exceeded)");
        } catch (IllegalArgumentException e) {
            return failure(place, "failed to parse Location header: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProbeOutcome.Inconclusive("interrupted");
        }
    }

    private static ProbeOutcome judged(int status) {
        return status >= 200 && status < 400
                ? new ProbeOutcome.Success()
                : new ProbeOutcome.Failure("HTTP probe failed with statuscode: " + status);
    }

    private static ProbeOutcome failure(Place place, String message) {
        return new ProbeOutcome.Failure("Get \"" + place.url() + "\": " + message);
    }

    private static MultiMap headers(List<Action.Header> own, String agent) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (Action.Header header : own) {
            headers.add(header.name(), header.value());
        }
        if (!headers.contains(HttpHeaders.USER_AGENT)) {
            headers.add(HttpHeaders.USER_AGENT, agent);
        }
        if (!headers.contains(HttpHeaders.ACCEPT)) {
            headers.add(HttpHeaders.ACCEPT, "*/*");
        } else if (headers.get(HttpHeaders.ACCEPT).isEmpty()) {
            // An empty one means: none at all.
            headers.remove(HttpHeaders.ACCEPT);
        }
        return headers;
    }

    private Answer ask(Place place, MultiMap headers, Duration limit)
            throws ExecutionException, TimeoutException, InterruptedException {
        var to = new HttpConnectOptions()
                .setHost(place.host())
                .setPort(place.port())
                .setSsl(place.ssl());
        return OneConnection.ask(http, to, limit, connection -> ask(connection, place, headers));
    }

    private static Future<Answer> ask(HttpClientConnection connection, Place place, MultiMap headers) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(place.host())
                .setPort(place.port())
                .setURI(place.uri())
                .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(headers));
        return connection
                .request(options)
                .compose(request -> request.send().map(response -> {
                    // The status is all that counts; the rest of the answer ends with its connection.
                    response.exceptionHandler(cut -> log.trace("the rest of an answer was cut off", cut));
                    boolean redirects = REDIRECTS.contains(response.statusCode());
                    return new Answer(
                            response.statusCode(), redirects ? response.getHeader(HttpHeaders.LOCATION) : null);
                }));
    }

    @Override
    public void close() {
        http.close();
    }
}
