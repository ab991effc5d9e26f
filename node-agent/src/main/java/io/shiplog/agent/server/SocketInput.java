package io.shiplog.agent.server;

import io.shiplog.agent.engine.ExecSession;
import io.shiplog.agent.pod.AgentJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a client sends: input, terminal sizes, the input's end. Messages wait in a short queue, read by a virtual thread
 * because a process may be slow to read its input; while it is full the socket is paused.
 */
final class SocketInput {
    private static final Logger log = LoggerFactory.getLogger(SocketInput.class);
    private static final int QUEUE = 64;

    private final ServerWebSocket socket;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private boolean paused;
    private boolean over;

    SocketInput(ServerWebSocket socket) {
        this.socket = socket;
        socket.binaryMessageHandler(this::add);
    }

    private synchronized void add(Buffer message) {
        if (over || message.length() == 0) {
            return;
        }
        waiting.add(message);
        if (waiting.size() >= QUEUE && !paused) {
            paused = true;
            socket.pause();
        }
        notifyAll();
    }

    private synchronized @Nullable Buffer take() throws InterruptedException {
        while (waiting.isEmpty()) {
            if (over) {
                return null;
            }
            wait();
        }
        Buffer message = waiting.removeFirst();
        if (paused && waiting.size() < QUEUE / 2) {
            paused = false;
            socket.resume();
        }
        return message;
    }

    /** Begins to pass messages on to a process. */
    void feed(ExecSession session) {
        Thread.ofVirtual().name("agent-stdin").start(() -> {
            try {
                for (Buffer message = take(); message != null; message = take()) {
                    pass(message, session);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void pass(Buffer message, ExecSession session) {
        int channel = message.getByte(0) & 0xff;
        byte[] bytes = message.getBytes(1, message.length());
        switch (channel) {
            case Channels.STDIN -> {
                if (bytes.length > 0) {
                    session.stdin(bytes);
                }
            }
            case Channels.RESIZE -> resize(bytes, session);
            case Channels.CLOSE -> {
                if (bytes.length > 0 && bytes[0] == Channels.STDIN) {
                    session.closeStdin();
                }
            }
            default -> log.debug("a client wrote to channel {}, which is not its own", channel);
        }
    }

    private static void resize(byte[] json, ExecSession session) {
        try {
            JsonNode size = AgentJson.parse(json);
            session.resize(size.path("Width").asInt(0), size.path("Height").asInt(0));
        } catch (JacksonException | ClassCastException malformed) {
            log.debug("a client sent a terminal size that cannot be read");
        }
    }

    /** No more messages are wanted. */
    synchronized void end() {
        over = true;
        if (paused) {
            paused = false;
            socket.resume();
        }
        notifyAll();
    }
}
