package io.shiplog.agent.worker;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.spec.Action;
import io.shiplog.agent.pod.spec.PortChoice;
import io.shiplog.agent.pod.spec.Probe;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Probes and hooks over the network and through the engine. Called from threads that may block. */
public final class NetworkProber implements Prober, AutoCloseable {
    private final Engine engine;
    private final HttpProbe http;
    private final GrpcProbe grpc;

    public NetworkProber(Engine engine, Vertx vertx) {
        this.engine = engine;
        this.http = new HttpProbe(vertx);
        this.grpc = new GrpcProbe(vertx);
    }

    @Override
    public ProbeOutcome probe(Target target, Probe probe) {
        Duration limit = probe.timing().timeout();
        return switch (probe.action()) {
            case Action.Command exec -> ExecProbe.run(engine, target.id(), exec.command(), limit);
            case Action.HttpGet get -> http(target, get, limit, "kube-probe/1.34");
            case Action.Connect connect -> tcp(target, connect, limit);
            case Action.GrpcCheck check -> grpc.run(target.podIp(), check, limit);
            case Action.Sleep _, Action.None _ -> new ProbeOutcome.Inconclusive("the probe has no handler");
        };
    }

    @Override
    public ProbeOutcome hook(Target target, Action action, Duration limit) {
        return switch (action) {
            case Action.Command exec -> ExecProbe.run(engine, target.id(), exec.command(), limit);
            case Action.HttpGet get -> http(target, get, limit, "kube-lifecycle/1.34");
            case Action.Sleep(Duration time) -> sleep(time.compareTo(limit) < 0 ? time : limit);
            case Action.Connect _, Action.GrpcCheck _, Action.None _ ->
                new ProbeOutcome.Inconclusive("the hook has no handler");
        };
    }

    private static ProbeOutcome sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new ProbeOutcome.Success();
    }

    private ProbeOutcome http(Target target, Action.HttpGet action, Duration limit, String agent) {
        Integer port = action.port().among(target.spec().ports());
        return port == null
                ? unknown(action.port())
                : http.run(host(action.host(), target), port, action, limit, agent);
    }

    private static ProbeOutcome tcp(Target target, Action.Connect action, Duration limit) {
        Integer port = action.port().among(target.spec().ports());
        if (port == null) {
            return unknown(action.port());
        }
        String host = host(action.host(), target);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(limit.toMillis()));
            return new ProbeOutcome.Success();
        } catch (IOException e) {
            return new ProbeOutcome.Failure("dial tcp " + host + ":" + port + ": " + message(e));
        }
    }

    private static ProbeOutcome unknown(PortChoice port) {
        return new ProbeOutcome.Inconclusive("the port " + port + " is not known");
    }

    private static String host(String own, Target target) {
        return own.isEmpty() ? target.podIp() : own;
    }

    static String message(@Nullable Throwable e) {
        return e == null ? "failed" : Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    @Override
    public void close() {
        http.close();
        grpc.close();
    }
}
