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
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
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
        return http.run(host(action.getHost(), target), port, action, limit, agent);
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

    static String message(@Nullable Throwable e) {
        return e == null ? "failed" : Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    @Override
    public void close() {
        http.close();
        grpc.close();
    }
}
