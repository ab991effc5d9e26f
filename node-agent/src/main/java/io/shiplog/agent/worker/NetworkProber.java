package io.shiplog.agent.worker;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.pod.ProbeOutcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes and hooks over the network and through the engine. Called from threads that may block. */
public final class NetworkProber implements Prober, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NetworkProber.class);

    private final Engine engine;
    private final HttpClient http;
    private final GrpcProbe grpc;

    public NetworkProber(Engine engine, Vertx vertx) {
        this.engine = engine;
        // A probe asks whether the server answers, not who it is.
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setDecompressionSupported(false));
        this.grpc = new GrpcProbe(vertx);
    }

    @Override
    public ProbeOutcome probe(Target target, Probe probe) {
        Duration limit = Duration.ofSeconds(Math.max(1, Objects.requireNonNullElse(probe.getTimeoutSeconds(), 1)));
        if (probe.getExec() != null) {
            return exec(target, probe.getExec(), limit);
        }
        if (probe.getHttpGet() != null) {
            return http(target, probe.getHttpGet(), limit, "kube-probe/1.34");
        }
        if (probe.getTcpSocket() != null) {
            return tcp(target, probe.getTcpSocket(), limit);
        }
        if (probe.getGrpc() != null) {
            return grpc.run(target.podIp(), probe.getGrpc(), limit);
        }
        return new ProbeOutcome.Inconclusive("the probe has no handler");
    }

    @Override
    public ProbeOutcome hook(Target target, LifecycleHandler handler, Duration limit) {
        if (handler.getExec() != null) {
            return exec(target, handler.getExec(), limit);
        }
        if (handler.getHttpGet() != null) {
            return http(target, handler.getHttpGet(), limit, "kube-lifecycle/1.34");
        }
        if (handler.getSleep() != null) {
            Duration sleep = Duration.ofSeconds(handler.getSleep().getSeconds());
            try {
                Thread.sleep(sleep.compareTo(limit) < 0 ? sleep : limit);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new ProbeOutcome.Success();
        }
        return new ProbeOutcome.Inconclusive("the hook has no handler");
    }

    private ProbeOutcome exec(Target target, ExecAction action, Duration limit) {
        return ExecProbe.run(engine, target.id(), Objects.requireNonNullElse(action.getCommand(), List.of()), limit);
    }

    private ProbeOutcome http(Target target, HTTPGetAction action, Duration limit, String agent) {
        Integer port = port(action.getPort(), target.spec());
        if (port == null) {
            return new ProbeOutcome.Inconclusive("the port " + action.getPort() + " is not known");
        }
        String host = host(action.getHost(), target);
        String path = Objects.requireNonNullElse(action.getPath(), "/");
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(host)
                .setPort(port)
                .setSsl("HTTPS".equals(action.getScheme()))
                .setURI(path.startsWith("/") ? path : "/" + path)
                .putHeader("User-Agent", agent)
                .putHeader("Accept", "*/*");
        if (action.getHttpHeaders() != null) {
            action.getHttpHeaders().forEach(header -> options.putHeader(header.getName(), header.getValue()));
        }
        try {
            int status = http.request(options)
                    .compose(request -> request.send().map(response -> {
                        int code = response.statusCode();
                        // The status is all that counts; the rest of the answer ends with its connection.
                        response.exceptionHandler(cut -> log.trace("the rest of an answer was cut off", cut));
                        request.connection().close();
                        return code;
                    }))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return status >= 200 && status < 400
                    ? new ProbeOutcome.Success()
                    : new ProbeOutcome.Failure("HTTP probe failed with statuscode: " + status);
        } catch (ExecutionException e) {
            return new ProbeOutcome.Failure("Get \"" + url(options, host, port) + "\": " + message(e.getCause()));
        } catch (TimeoutException e) {
            return new ProbeOutcome.Failure(
                    "Get \"" + url(options, host, port) + "\": context deadline exceeded (Client.Timeout exceeded)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProbeOutcome.Inconclusive("interrupted");
        }
    }

    private static String url(RequestOptions options, String host, int port) {
        String scheme = Boolean.TRUE.equals(options.isSsl()) ? "https" : "http";
        return scheme + "://" + host + ":" + port + options.getURI();
    }

    private static ProbeOutcome tcp(Target target, TCPSocketAction action, Duration limit) {
        Integer port = port(action.getPort(), target.spec());
        if (port == null) {
            return new ProbeOutcome.Inconclusive("the port " + action.getPort() + " is not known");
        }
        String host = host(action.getHost(), target);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(limit.toMillis()));
            return new ProbeOutcome.Success();
        } catch (IOException e) {
            return new ProbeOutcome.Failure("dial tcp " + host + ":" + port + ": " + message(e));
        }
    }

    private static String host(@Nullable String own, Target target) {
        return own == null || own.isEmpty() ? target.podIp() : own;
    }

    /** A port by number, or by the name that the container gives it; null when it gives none. */
    private static @Nullable Integer port(IntOrString port, Container container) {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        String name = port.getStrVal();
        if (container.getPorts() != null) {
            for (ContainerPort one : container.getPorts()) {
                if (Objects.equals(one.getName(), name)) {
                    return one.getContainerPort();
                }
            }
        }
        return name != null && name.matches("[0-9]{1,5}") ? Integer.valueOf(name) : null;
    }

    private static String message(@Nullable Throwable e) {
        return e == null ? "failed" : Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    @Override
    public void close() {
        http.close();
        grpc.close();
    }
}
