package io.shiplog.agent.server;

import io.shiplog.agent.engine.ExecSession;
import io.shiplog.agent.pod.facts.AgentJson;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a client sends: input, terminal sizes, the input's end. Messages wait in a short queue, read by a virtual thread
 * because a process may be slow to read its input; while it is full the wire is paused.
 */
final class ClientInput {
    private static final Logger log = LoggerFactory.getLogger(ClientInput.class);
    private static final int QUEUE = 64;

    private final Wire wire;
    /** The wire's event loop, on which alone it is paused and resumed. */
    private final Context context;

    private final Deque<Message> waiting = new ArrayDeque<>();
    private boolean paused;
    private boolean over;

    private record Message(int channel, byte[] bytes) {}

    /** To be called on the wire's event loop. */
    ClientInput(Wire wire) {
        this.wire = wire;
        this.context = Vertx.currentContext();
        wire.receive(this::add);
    }

    private synchronized void add(int channel, byte[] bytes) {
        if (over) {
            return;
        }
        waiting.add(new Message(channel, bytes));
        if (waiting.size() >= QUEUE && !paused) {
            paused = true;
            wire.pause();
        }
        notifyAll();
    }

    private synchronized @Nullable Message take() throws InterruptedException {
        while (waiting.isEmpty()) {
            if (over) {
                return null;
            }
            wait();
        }
        Message message = first();
        if (paused && waiting.size() < QUEUE / 2) {
            context.runOnContext(on -> resume());
        }
        return message;
    }

    /** A terminal's size goes before input that came ahead of it: a program that asks for it at once shall know it. */
    private Message first() {
        for (Message message : waiting) {
            if (message.channel() == Channels.RESIZE) {
                waiting.remove(message);
                return message;
            }
        }
        return waiting.removeFirst();
    }

    private synchronized void resume() {
        if (paused && (over || waiting.size() < QUEUE / 2)) {
            paused = false;
            wire.resume();
        }
    }

    /** Begins to pass messages on to a process. */
    void feed(ExecSession session) {
        Thread.ofVirtual().name("agent-stdin").start(() -> {
            try {
                for (Message message = take(); message != null; message = take()) {
                    pass(message, session);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void pass(Message message, ExecSession session) {
        byte[] bytes = message.bytes();
        switch (message.channel()) {
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
            default -> log.debug("a client wrote to channel {}, which is not its own", message.channel());
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
        context.runOnContext(on -> resume());
        notifyAll();
    }
}
