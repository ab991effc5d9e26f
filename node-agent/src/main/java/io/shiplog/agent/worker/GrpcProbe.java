package io.shiplog.agent.worker;

import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.spec.Action;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC health check: {@code grpc.health.v1.Health/Check} over HTTP/2 without TLS, as the kubelet asks it
 * (KEP-2727). The request names a service, the answer is one message with its status; both are small enough to be put
 * together by hand.
 */
final class GrpcProbe implements AutoCloseable {
    private static final String METHOD = "/grpc.health.v1.Health/Check";
    private static final String OK = "0";
    private static final String UNIMPLEMENTED = "12";
    /** A byte that says whether the message is compressed, and four with its length. */
    private static final int PREFIX_BYTES = 5;
    /** Protobuf: field 1, of bytes. */
    private static final byte SERVICE = 0x0a;
    /** Protobuf: field 1, a number. */
    private static final byte STATUS = 0x08;

    private static final String[] STATUSES = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
    private static final int SERVING = 1;

    private final HttpClientAgent http;

    GrpcProbe(Vertx vertx) {
        http = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    /** One answer: what came before the trailers, and how the call ended. */
    private record Answer(String code, String message, Buffer body) {}

    ProbeOutcome run(String address, Action.GrpcCheck action, Duration limit) {
        var to = new HttpConnectOptions().setHost(address).setPort(action.port());
        try {
            Answer answer = OneConnection.ask(http, to, limit, connection -> ask(connection, address, action));
            return outcome(answer);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            return new ProbeOutcome.Failure("error: health rpc probe failed: " + cause.getMessage());
        } catch (TimeoutException e) {
            return new ProbeOutcome.Failure("timeout: health rpc did not complete within " + limit.toSeconds() + "s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProbeOutcome.Inconclusive("interrupted");
        }
    }

    private static Future<Answer> ask(HttpClientConnection connection, String address, Action.GrpcCheck action) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(address)
                .setPort(action.port())
                .setURI(METHOD)
                .putHeader("content-type", "application/grpc")
                .putHeader("te", "trailers")
                .putHeader("user-agent", "kube-probe/1.34");
        return connection
                .request(options)
                .compose(call -> call.send(request(action.service()))
                        .compose(response -> response.body().map(body -> answer(response, body))));
    }

    private static Buffer request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        Buffer message = Buffer.buffer();
        if (name.length > 0) {
            message.appendByte(SERVICE);
            int rest = name.length;
            while (rest > 0x7f) {
                message.appendByte((byte) (rest & 0x7f | 0x80));
                rest >>= 7;
            }
            message.appendByte((byte) rest).appendBytes(name);
        }
        return Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendBuffer(message);
    }

    /** The call's end stands in the trailers, or in the headers when nothing else was answered. */
    private static Answer answer(HttpClientResponse response, Buffer body) {
        if (response.statusCode() != 200) {
            return new Answer("2", "unexpected HTTP status code received from server: " + response.statusCode(), body);
        }
        return new Answer(
                Objects.requireNonNullElse(ending(response, "grpc-status"), OK),
                Objects.requireNonNullElse(ending(response, "grpc-message"), ""),
                body);
    }

    private static @Nullable String ending(HttpClientResponse response, String name) {
        String trailer = response.getTrailer(name);
        return trailer == null ? response.getHeader(name) : trailer;
    }

    private static ProbeOutcome outcome(Answer answer) {
        if (answer.code().equals(UNIMPLEMENTED)) {
            return new ProbeOutcome.Failure(
                    "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
                            + answer.message());
        }
        if (!answer.code().equals(OK)) {
            return new ProbeOutcome.Failure(
                    "error: health rpc probe failed with code " + answer.code() + ": " + answer.message());
        }
        int status = status(answer.body());
        return status == SERVING
                ? new ProbeOutcome.Success()
                : new ProbeOutcome.Failure("service unhealthy (responded with \""
                        + (status < STATUSES.length ? STATUSES[status] : Integer.toString(status)) + "\")");
    }

    /** The status in the message; a message without one means the first, as protobuf leaves out zeros. */
    private static int status(Buffer body) {
        return body.length() > PREFIX_BYTES + 1 && body.getByte(PREFIX_BYTES) == STATUS
                ? body.getUnsignedByte(PREFIX_BYTES + 1)
                : 0;
    }

    @Override
    public void close() {
        http.close();
    }
}
