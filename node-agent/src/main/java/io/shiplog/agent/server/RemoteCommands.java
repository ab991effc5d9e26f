package io.shiplog.agent.server;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.ExecSession;
import io.shiplog.agent.engine.ExecSpec;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /exec}, {@code /attach} and {@code /run}: processes in containers, with their streams. */
final class RemoteCommands {
    private static final Logger log = LoggerFactory.getLogger(RemoteCommands.class);

    private final Vertx vertx;
    private final ServedPods pods;
    private final Blocking blocking;

    RemoteCommands(Vertx vertx, ServedPods pods, Blocking blocking) {
        this.vertx = vertx;
        this.pods = pods;
        this.blocking = blocking;
    }

    void exec(HttpServerRequest request, String namespace, String pod, String container) {
        List<String> command = request.params().getAll("command");
        if (command.isEmpty()) {
            throw RequestException.badRequest("you must specify at least 1 command");
        }
        open(request, new Asked(namespace, pod, container, spec(request, command), Engine::exec));
    }

    void attach(HttpServerRequest request, String namespace, String pod, String container) {
        open(request, new Asked(namespace, pod, container, spec(request, List.of()), Engine::attach));
    }

    private static ExecSpec spec(HttpServerRequest request, List<String> command) {
        boolean tty = flag(request, "tty", "tty");
        return new ExecSpec(
                command,
                tty,
                flag(request, "stdin", "input"),
                flag(request, "stdout", "output"),
                !tty && flag(request, "stderr", "error"));
    }

    private static boolean flag(HttpServerRequest request, String name, String kubeletName) {
        String value = request.getParam(name) == null ? request.getParam(kubeletName) : request.getParam(name);
        return value != null && (value.isEmpty() || value.equals("true") || value.equals("1"));
    }

    /** Either of the engine's two ways to a process. */
    private interface Opening {
        ExecSession open(Engine engine, String id, ExecSpec spec, Engine.Output output);
    }

    /** What a client asked for. */
    private record Asked(String namespace, String pod, String container, ExecSpec spec, Opening opening) {
        /** The channels that the client will use. */
        Set<Integer> channels() {
            var channels = new HashSet<>(Set.of(Channels.ERROR));
            add(channels, spec.stdin(), Channels.STDIN);
            add(channels, spec.stdout(), Channels.STDOUT);
            add(channels, spec.stderr(), Channels.STDERR);
            add(channels, spec.tty(), Channels.RESIZE);
            return channels;
        }

        private static void add(Set<Integer> channels, boolean wanted, int channel) {
            if (wanted) {
                channels.add(channel);
            }
        }
    }

    private void open(HttpServerRequest request, Asked asked) {
        if (!request.canUpgradeToWebSocket()) {
            throw RequestException.badRequest("this path speaks " + Channels.V5 + ", " + Channels.V4 + " and "
                    + SpdyWire.PROTOCOL + " over WebSockets only");
        }
        request.toWebSocket()
                .onSuccess(socket -> {
                    if (SpdyWire.PROTOCOL.equals(socket.subProtocol())) {
                        SpdyWire.open(vertx, socket, asked.channels(), wire -> stream(wire, asked));
                    } else {
                        stream(new WebSocketWire(socket), asked);
                    }
                })
                .onFailure(refused -> log.debug("a WebSocket was not opened", refused));
    }

    private void stream(Wire wire, Asked asked) {
        var channels = new Channels(wire);
        var input = new ClientInput(wire);
        try {
            blocking.run(() -> process(wire, channels, input, asked));
        } catch (RequestException e) {
            channels.fail(e);
        }
    }

    /** Runs on a thread of its own until the process has ended or the client has gone. */
    private void process(Wire wire, Channels channels, ClientInput input, Asked asked) {
        try {
            ServedPods.Served served = pods.find(asked.namespace(), asked.pod());
            EngineContainer running = served.running(asked.container());
            channels.stdout(new byte[0]);
            Engine engine = served.node().context().engine();
            try (ExecSession session = asked.opening().open(engine, running.id(), asked.spec(), channels)) {
                // On a thread of its own, not one of the bounded: they may all wait for a client to leave.
                wire.onClose(() -> Thread.ofVirtual().name("agent-hangup").start(session::close));
                input.feed(session);
                int code = session.exitCode().join();
                channels.ended().join();
                channels.exit(code);
            }
        } catch (RequestException | EngineException e) {
            channels.fail(e);
        } catch (CompletionException | CancellationException e) {
            channels.fail(e.getCause() == null ? e : e.getCause());
        } finally {
            input.end();
        }
    }

    /** Runs a command without input and answers with its output. */
    void run(HttpServerRequest request, String namespace, String pod, String container) {
        String command = request.getParam("cmd");
        if (command == null || command.isBlank()) {
            throw RequestException.badRequest("the parameter cmd is missing");
        }
        HttpServerResponse response = request.response();
        blocking.run(() -> Replies.guard(request, () -> {
            ServedPods.Served served = pods.find(namespace, pod);
            EngineContainer running = served.running(container);
            response.putHeader("Content-Type", "text/plain").setChunked(true);
            var output = new ResponseOutput(response, Long.MAX_VALUE);
            ExecSpec spec = ExecSpec.plain(List.of(command.strip().split("\\s+")));
            output.closeWith(served.node().context().engine().exec(running.id(), spec, output));
            output.join();
        }));
    }
}
