package io.shiplog.cluster.join;

import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;

/** A client of an API server, for the few requests that commands make. Blocks. */
public final class ApiCaller implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    /** Making a node waits for Kafka. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final String server;
    private final Optional<String> token;
    private final HttpClient http;

    private ApiCaller(String server, SSLContext tls, Optional<String> token) {
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.token = token;
        this.http =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(CONNECT).build();
    }

    /** Who is whoever {@code tls} says. */
    public static ApiCaller of(String server, SSLContext tls) {
        return new ApiCaller(server, tls, Optional.empty());
    }

    /** Who shows a bearer token. */
    static ApiCaller withToken(String server, SSLContext tls, String token) {
        return new ApiCaller(server, tls, Optional.of(token));
    }

    /**
     * Asks for something.
     *
     * @param body empty for none
     * @return the body of the answer
     * @throws IOException when the server cannot be reached
     * @throws RefusedException when it answers with another status than 2xx
     */
    public byte[] send(String method, String path, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 != 2) {
                throw new RefusedException(
                        answer.statusCode(),
                        server + " answered " + answer.statusCode() + ": " + message(answer.body()));
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + server + " was asked", e);
        }
    }

    private static String message(byte[] status) {
        try {
            return Json.parse(status).path("message").asString("");
        } catch (JacksonException | IllegalArgumentException noStatus) {
            return "";
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** The server answered, and does not do it. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        RefusedException(int code, String message) {
            super(message);
            this.code = code;
        }

        /** The HTTP status. */
        public int code() {
            return code;
        }
    }
}
