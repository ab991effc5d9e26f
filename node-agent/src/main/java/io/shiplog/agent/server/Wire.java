package io.shiplog.agent.server;

import io.vertx.core.Future;
import java.util.function.BiConsumer;

/**
 * How a process's streams travel to a client and back: bytes on numbered channels, as {@link Channels} lists them. The
 * end of a client's channel is itself a message, on {@link Channels#CLOSE}.
 */
interface Wire {
    /** Sends bytes on a channel, from any thread; done when the network has taken them. */
    Future<Void> send(int channel, byte[] bytes);

    /** Whether the client reads more slowly than is sent. */
    boolean full();

    boolean closed();

    /** All is said: ends every channel, then the connection. From any thread. */
    void finish();

    /** Ends the connection at once. From any thread. */
    void abort();

    /** What takes the client's messages, on the event loop. */
    void receive(BiConsumer<Integer, byte[]> message);

    /** Runs on the event loop when the connection has ended. */
    void onClose(Runnable handler);

    void pause();

    void resume();
}
