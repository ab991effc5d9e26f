package io.shiplog.agent.server;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.ExecSession;
import io.shiplog.agent.engine.ExecSpec;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /exec}, {@code /attach} and {@code /run}: processes in containers, with their streams. */
final class RemoteCommands {
    private static final Logger log = LoggerFactory.getLogger(RemoteCommands.class);

    private final ServedPods pods;
    private final Blocking blocking;

    RemoteCommands(ServedPods pods, Blocking blocking) {
        this.pods = pods;
        this.blocking = blocking;
    }

    void exec(HttpServerRequest request, String namespace, String pod, String container) {
        List<String> command = request.params().getAll("command");
        if (command.isEmpty()) {
            throw RequestException.badRequest("you must specify at least 1 command");
        }
        open(request, namespace, pod, container, spec(request, command), Engine::exec);
    }

    void attach(HttpServerRequest request, String namespace, String pod, String container) {
        open(request, namespace, pod, container, spec(request, List.of()), Engine::attach);
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

    private void open(
            HttpServerRequest request, String namespace, String pod, String container, ExecSpec spec, Opening opening) {
        if (!request.canUpgradeToWebSocket()) {
            throw RequestException.badRequest(
                    "this path speaks " + Channels.V5 + " and " + Channels.V4 + " over WebSockets only");
        }
        request.toWebSocket()
                .onSuccess(socket -> stream(socket, namespace, pod, container, spec, opening))
                .onFailure(refused -> log.debug("a WebSocket was not opened", refused));
    }

    private void stream(
            ServerWebSocket socket, String namespace, String pod, String container, ExecSpec spec, Opening opening) {
        var channels = new Channels(socket);
        var input = new SocketInput(socket);
        try {
            blocking.run(() -> process(socket, channels, input, namespace, pod, container, spec, opening));
        } catch (RequestException e) {
            channels.fail(e);
        }
    }

    /** Runs on a thread of its own until the process has ended or the client has gone. */
    private void process(
            ServerWebSocket socket,
            Channels channels,
            SocketInput input,
            String namespace,
            String pod,
            String container,
            ExecSpec spec,
            Opening opening) {
        try {
            ServedPods.Served served = pods.find(namespace, pod);
            EngineContainer running = served.running(container);
            channels.stdout(new byte[0]);
            try (ExecSession session = opening.open(served.node().context().engine(), running.id(), spec, channels)) {
                socket.closeHandler(gone -> blocking.run(session::close));
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
        }));
    }
}
